package io.argosy.cli.deploy;

import com.google.protobuf.ByteString;
import io.argosy.chain.Delegation;
import io.argosy.chain.EcdsaSignature;
import io.argosy.chain.PublicKeys;
import io.argosy.chain.Transaction;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.DelegationOrder;
import io.argosy.custodycore.Policy;
import io.argosy.model.Address;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.proto.common.v1.Role;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.DelegationIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custodyoperator.v1.GenerateKeyRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.servicekit.GrpcClient;
import io.argosy.servicekit.Identity;
import io.argosy.servicekit.Tls;
import io.argosy.wire.PersonSignatureWire;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the security team does on each custody host when a deployment is set up. Each host is asked
 * on its own operator port; no host sees another's share, and neither does this process.
 */
final class Ceremonies {
  private static final int SECONDS = 60;
  private final Digest32 genesis;
  private final List<Configurations.DaemonPorts> hosts;
  private final Tls security;

  /**
   * @param security certificate of an administrator of custody hosts
   */
  Ceremonies(Digest32 genesis, List<Configurations.DaemonPorts> hosts, Tls security) {
    this.genesis = genesis;
    this.hosts = List.copyOf(hosts);
    this.security = security;
  }

  private static Identity host(int index) {
    return new Identity(Deployment.NAME, Role.ROLE_CUSTODY_DAEMON, CustodyHosts.name(index + 1));
  }

  /** Starts key generation on each host and answers the account of the key. */
  Address generateKey(KeyId key) throws IOException, InterruptedException {
    var publicKeys =
        Together.all(
            hosts.size(),
            index -> {
              String address = "127.0.0.1:" + hosts.get(index).operator();
              try (var client = GrpcClient.to(address, security, host(index))) {
                return OperatorServiceGrpc.newBlockingStub(client.channel())
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .generateKey(GenerateKeyRequest.newBuilder().setKeyId(key.text()).build())
                    .getPublicKey();
              }
            });
    if (new HashSet<>(publicKeys).size() != 1) {
      throw new IOException("the hosts made different keys");
    }
    return PublicKeys.address(publicKeys.getFirst().toByteArray());
  }

  /** Installs a policy on each host, as officers signed it. */
  void install(Policy policy, List<KeyFile.Made> officers)
      throws IOException, GeneralSecurityException, InterruptedException {
    var request =
        InstallPolicyRequest.newBuilder()
            .setPolicy(ByteString.copyFrom(policy.encoded()))
            .addAllSignatures(signed(policy.hash(), officers))
            .build();
    var _ =
        Together.all(
            hosts.size(),
            index -> {
              String address = "127.0.0.1:" + hosts.get(index).operator();
              try (var client = GrpcClient.to(address, security, host(index))) {
                return OperatorServiceGrpc.newBlockingStub(client.channel())
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .installPolicy(request);
              }
            });
  }

  private List<io.argosy.proto.common.v1.PersonSignature> signed(
      Digest32 text, List<KeyFile.Made> officers) throws IOException, GeneralSecurityException {
    return officersSign(genesis, text, officers).stream().map(PersonSignatureWire::wire).toList();
  }

  /** What officers say yes to, each with their own key file. */
  static List<PersonSignature> officersSign(
      Digest32 genesis, Digest32 text, List<KeyFile.Made> officers)
      throws IOException, GeneralSecurityException {
    var all = new ArrayList<PersonSignature>();
    for (var officer : officers) {
      all.add(
          KeyFile.read(officer.file())
              .sign(PersonSignature.Role.OFFICER, genesis, 0, Verdict.APPROVE, text));
    }
    return all;
  }

  /** Has two daemons sign that the treasury runs the executor's code, as officers ordered. */
  Transaction.SignedDelegation delegate(
      DelegationOrder order, List<KeyFile.Made> officers, Tls application)
      throws IOException, GeneralSecurityException, InterruptedException {
    var intent =
        DelegationIntent.newBuilder()
            .setOrder(ByteString.copyFrom(order.encoded()))
            .addAllSignatures(signed(Digest32.sha256(order.encoded()), officers));
    var request =
        SignRequest.newBuilder()
            .setRequestId("delegation-" + order.nonce())
            .setKeyId(order.key().text())
            .addAllQuorum(List.of(CustodyHosts.name(1), CustodyHosts.name(2)))
            .addIntents(Intent.newBuilder().setDelegation(intent))
            .build();
    var answers =
        Together.all(
            2,
            index -> {
              String address = "127.0.0.1:" + hosts.get(index).client();
              try (var client = GrpcClient.to(address, application, host(index))) {
                return CustodyServiceGrpc.newBlockingStub(client.channel())
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .sign(request)
                    .getSignatures(0);
              }
            });
    var delegation = new Delegation(order.treasury().chain(), order.code(), order.nonce());
    var signature = new EcdsaSignature(answers.getFirst().getSignature().toByteArray());
    if (signature
        .signer(delegation.digest())
        .filter(order.treasury().address()::equals)
        .isEmpty()) {
      throw new IOException("custody's signature is not the treasury's");
    }
    return new Transaction.SignedDelegation(delegation, signature);
  }
}
