package io.argosy.api;

import io.argosy.chain.Abi;
import io.argosy.chain.Delegation;
import io.argosy.chain.LaneKey;
import io.argosy.chain.Transaction;
import io.argosy.chainclient.ChainClient;
import io.argosy.contracts.CreationCode;
import io.argosy.contracts.Deployer;
import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ChainId;
import io.argosy.stack.Anvil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** A real development chain with a treasury that runs the executor, and two tokens. */
final class TestChain implements AutoCloseable {
  static final ChainId CHAIN = new ChainId(Anvil.CHAIN);
  private final Anvil anvil;
  private final HttpClient http = HttpClient.newHttpClient();
  final ChainClient client;
  final Deployer deployer;
  final Address executor;
  final Address dollar;
  final Address euro;

  /** Answers false, whatever it did. */
  final Address odd;

  /** Takes a hundredth on the way. */
  final Address taxed;

  TestChain(Path folder, LaneKey treasury) throws IOException {
    anvil = Anvil.start(Path.of(System.getProperty("argosy.tools")), folder);
    client = ChainClient.open(anvil.url(), CHAIN);
    deployer = Deployer.of(client, LaneKey.parse(Anvil.RICH_KEY));
    executor = deployer.executor();
    var delegation = new Delegation(CHAIN, executor, 0);
    var signed = new Transaction.SignedDelegation(delegation, treasury.sign(delegation.digest()));
    var _ = deployer.delegate(signed, treasury.address());
    dollar = deployer.token("Demo dollar", "DUSD", 6);
    euro = deployer.token("Demo euro", "DEUR", 6);
    odd = hostile(1);
    taxed = hostile(4);
  }

  private Address hostile(int vice) throws IOException {
    return deployer.created(Abi.concat(CreationCode.of("HostileToken"), Abi.word(vice)));
  }

  static AssetId token(Address contract) {
    return AssetId.token(CHAIN, contract);
  }

  AssetId dollars() {
    return AssetId.token(CHAIN, dollar);
  }

  AssetId euros() {
    return AssetId.token(CHAIN, euro);
  }

  static AssetId coin() {
    return AssetId.coin(CHAIN);
  }

  /** What an account holds now. */
  BigInteger held(AssetId asset, Address account) throws IOException {
    if (asset.token().isEmpty()) {
      return client.balance(account, client.head());
    }
    byte[] call = Abi.concat(Abi.selector("balanceOf(address)"), Abi.word(account));
    return Abi.number(client.call(asset.token().get(), call, client.head()), 0);
  }

  /** One more block at once; the chain makes one a second by itself. */
  void mine() {
    rpc("evm_mine", "[]");
  }

  /** Calls a method of the development chain that no other has. */
  String rpc(String method, String parameters) {
    var body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
            .formatted(method, parameters);
    var request =
        HttpRequest.newBuilder(URI.create(anvil.url()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      if (answer.contains("\"error\"")) {
        throw new IllegalStateException(method + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    anvil.close();
    http.close();
  }
}
