package io.argosy.acceptance;

import com.google.protobuf.ByteString;
import io.argosy.cli.deploy.Deployment;
import io.argosy.cli.person.KeyFile;
import io.argosy.custodycore.FreezeOrder;
import io.argosy.custodycore.Policy;
import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Verdict;
import io.argosy.proto.custody.v1.Acknowledgement;
import io.argosy.proto.custody.v1.CustodyServiceGrpc;
import io.argosy.proto.custody.v1.GetStatusRequest;
import io.argosy.proto.custody.v1.RegisterResponse;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custodyoperator.v1.FreezeRequest;
import io.argosy.proto.custodyoperator.v1.InstallPolicyRequest;
import io.argosy.proto.custodyoperator.v1.OperatorServiceGrpc;
import io.argosy.proto.custodyoperator.v1.ThawRequest;
import io.argosy.servicekit.Tls;
import io.argosy.wire.PersonSignatureWire;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One custody host of a running deployment: its daemon's ports, and its disk while that is dead.
 */
record Host(Deployment deployment, String name) {
  /** A certificate that a part of the deployment holds. */
  static Tls certificate(Deployment deployment, String part, String file) {
    Path folder = deployment.run().of(part);
    return new Tls(
        folder.resolve(file + ".pem"),
        folder.resolve(file + ".key"),
        folder.resolve(file + ".ca.pem"));
  }

  private <Q, A> Said ask(String port, Tls tls, MethodDescriptor<Q, A> method, List<Q> requests)
      throws IOException {
    return Caller.ask(deployment.ports(name).getOrDefault(port, 0), tls, method, requests);
  }

  Said register(Paper paper) throws IOException {
    return ask(
        "client",
        deployment.apiCustodyCertificate(),
        CustodyServiceGrpc.getRegisterMethod(),
        paper.registration());
  }

  Said sign(SignRequest request) throws IOException {
    return ask(
        "client",
        deployment.apiCustodyCertificate(),
        CustodyServiceGrpc.getSignMethod(),
        List.of(request));
  }

  /** Asks its administrator's port. */
  private <Q, A> Said operate(MethodDescriptor<Q, A> method, Q request) throws IOException {
    var security = certificate(deployment, "security-desk", "security");
    return ask("operator", security, method, List.of(request));
  }

  Said status() throws IOException {
    return ask(
        "client",
        deployment.apiCustodyCertificate(),
        CustodyServiceGrpc.getGetStatusMethod(),
        List.of(GetStatusRequest.getDefaultInstance()));
  }

  /** An officer's own signature stands over a freeze's text itself. */
  Said freeze(FreezeOrder order, KeyFile.Made officer) throws Exception {
    return operate(
        OperatorServiceGrpc.getFreezeMethod(),
        FreezeRequest.newBuilder()
            .setOrder(ByteString.copyFrom(order.encoded()))
            .setOfficer(officer.id().text())
            .setSignature(ByteString.copyFrom(signedRaw(officer, order.encoded())))
            .build());
  }

  private static byte[] signedRaw(KeyFile.Made person, byte[] text) throws Exception {
    String pem = Files.readString(person.file()).replaceAll("-----[A-Z ]+-----", "");
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.strip()));
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(encoded));
    signer.update(text);
    return signer.sign();
  }

  /** Thaws by two officers. */
  Said thaw(FreezeOrder order) throws Exception {
    return operate(
        OperatorServiceGrpc.getThawMethod(),
        ThawRequest.newBuilder()
            .setOrder(ByteString.copyFrom(order.encoded()))
            .addAllSignatures(byOfficers(2, 0, order.hash()))
            .build());
  }

  private List<io.argosy.proto.common.v1.PersonSignature> byOfficers(
      int count, long generation, Digest32 text) throws Exception {
    var signed = new ArrayList<io.argosy.proto.common.v1.PersonSignature>();
    for (var officer : deployment.facts().people().officers().subList(0, count)) {
      signed.add(
          PersonSignatureWire.wire(
              KeyFile.read(officer.file())
                  .sign(
                      PersonSignature.Role.OFFICER,
                      deployment.genesisHash(),
                      generation,
                      Verdict.APPROVE,
                      text)));
    }
    return signed;
  }

  /** Installs a policy that some officers signed in one generation. */
  Said install(Policy policy, int officers, long generation) throws Exception {
    return operate(
        OperatorServiceGrpc.getInstallPolicyMethod(),
        InstallPolicyRequest.newBuilder()
            .setPolicy(ByteString.copyFrom(policy.encoded()))
            .addAllSignatures(byOfficers(officers, generation, policy.hash()))
            .build());
  }

  /** What an attacker or a fault does to the journal while the daemon is down. */
  void withJournalBent(String... statements) throws Exception {
    deployment.service(name).kill();
    Path file = deployment.run().of(name).resolve("data/journal.db");
    try (var journal = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = journal.createStatement()) {
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    deployment.startAgain(name);
  }

  static List<Acknowledgement> acknowledged(List<Host> hosts, Paper paper) throws Exception {
    var all = new ArrayList<Acknowledgement>();
    for (Host host : hosts) {
      all.add(host.register(paper).answer(RegisterResponse.class).getAcknowledgement());
    }
    return all;
  }
}
