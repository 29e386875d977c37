package io.argosy.cli.operate;

import io.argosy.custodycore.Roster;
import io.argosy.proto.common.v1.Role;
import io.argosy.servicekit.EdgeConfig;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.StrictConfig;
import io.argosy.servicekit.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a person's tools need: whom to call, as whom, and the genesis that the person compared by
 * eye.
 */
public record Profile(String deployment, Roster genesis, Reached api, Reached reconcile) {
  /** One service, and the person's certificate for it. */
  public record Reached(String address, Tls tls) {
    private static Reached read(StrictConfig section) {
      return new Reached(section.text("address"), EdgeConfig.tls(section));
    }
  }

  /** Reads a profile file. */
  public static Profile read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          file + " does not exist; start a deployment (./argosy up) or name another (--profile)");
    }
    var config = StrictConfig.read(file);
    var genesis = Roster.decode(Files.readAllBytes(config.path("roster")));
    var profile =
        new Profile(
            config.text("deployment"),
            genesis,
            Reached.read(config.section("api")),
            Reached.read(config.section("reconcile")));
    config.finish();
    return profile;
  }

  /** A channel to the api-service. */
  public GrpcClient openApi() throws IOException {
    return open(api, Role.ROLE_API_SERVICE, "api");
  }

  /** A channel to the watcher. */
  public GrpcClient openReconcile() throws IOException {
    return open(reconcile, Role.ROLE_RECONCILE_SERVICE, "watch");
  }

  private GrpcClient open(Reached reached, Role role, String name) throws IOException {
    return GrpcClient.to(reached.address(), reached.tls(), new Identity(deployment, role, name));
  }
}
