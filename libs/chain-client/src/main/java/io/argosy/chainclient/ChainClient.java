package io.argosy.chainclient;

import io.argosy.model.Address;
import io.argosy.model.ChainId;
import io.argosy.model.Digest32;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One endpoint of one chain. Thread-safe. */
public final class ChainClient {
  private final JsonRpc rpc;
  private final ChainId chain;

  private ChainClient(JsonRpc rpc, ChainId chain) {
    this.rpc = rpc;
    this.chain = chain;
  }

  /** Opens an endpoint; one of another chain is refused. */
  public static ChainClient open(String url, ChainId chain) throws IOException {
    var rpc = new JsonRpc(URI.create(url));
    long answered = Hex.small(rpc.ask("eth_chainId", List.of()));
    if (answered != chain.number()) {
      throw new RpcException("the endpoint is of chain " + answered + ", not " + chain.number());
    }
    return new ChainClient(rpc, chain);
  }

  public ChainId chain() {
    return chain;
  }

  /** Number of the newest block. */
  public long head() throws IOException {
    return Hex.small(rpc.ask("eth_blockNumber", List.of()));
  }

  /** A block by its number; empty when the chain is not there yet. */
  public Optional<Block> block(long number) throws IOException {
    JsonNode block = rpc.ask("eth_getBlockByNumber", List.of(Hex.quantity(number), false));
    return block.isNull() ? Optional.empty() : Optional.of(block(block));
  }

  /** The newest block. */
  public Block newest() throws IOException {
    return block(rpc.ask("eth_getBlockByNumber", List.of("latest", false)));
  }

  private static Block block(JsonNode node) throws RpcException {
    return new Block(
        Hex.small(node.path("number")),
        Hex.digest(node.path("hash")),
        Hex.digest(node.path("parentHash")),
        Instant.ofEpochSecond(Hex.small(node.path("timestamp"))),
        Hex.number(node.path("baseFeePerGas")),
        Hex.small(node.path("gasLimit")));
  }

  /**
   * Logs of one address in a range of blocks, in order.
   *
   * @param topic0 what to look for; empty for all
   */
  public List<Log> logs(Address address, Optional<Digest32> topic0, long from, long to)
      throws IOException {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("address", address.toString());
    filter.put("fromBlock", Hex.quantity(from));
    filter.put("toBlock", Hex.quantity(to));
    topic0.ifPresent(topic -> filter.put("topics", List.of("0x" + topic)));
    return logs(rpc.ask("eth_getLogs", List.of(filter)));
  }

  private static List<Log> logs(JsonNode node) throws RpcException {
    if (!node.isArray()) {
      throw new RpcException("logs are not a list");
    }
    var logs = new ArrayList<Log>();
    for (JsonNode each : node) {
      logs.add(log(each));
    }
    return logs;
  }

  private static Log log(JsonNode node) throws RpcException {
    var topics = new ArrayList<Digest32>();
    for (JsonNode topic : node.path("topics")) {
      topics.add(Hex.digest(topic));
    }
    return new Log(
        Hex.address(node.path("address")),
        topics,
        Hex.bytes(node.path("data")),
        Hex.small(node.path("blockNumber")),
        Hex.digest(node.path("blockHash")),
        Hex.digest(node.path("transactionHash")),
        (int) Hex.small(node.path("logIndex")));
  }

  /** The receipt of a transaction; empty while it stands in no block. */
  public Optional<Receipt> receipt(Digest32 transaction) throws IOException {
    JsonNode node = rpc.ask("eth_getTransactionReceipt", List.of("0x" + transaction));
    return node.isNull() ? Optional.empty() : Optional.of(receipt(node));
  }

  /** All receipts of a block, by its hash. */
  public List<Receipt> receipts(Digest32 blockHash) throws IOException {
    JsonNode node = rpc.ask("eth_getBlockReceipts", List.of("0x" + blockHash));
    if (!node.isArray()) {
      throw new RpcException("receipts are not a list");
    }
    var receipts = new ArrayList<Receipt>();
    for (JsonNode each : node) {
      var receipt = receipt(each);
      if (!receipt.blockHash().equals(blockHash)) {
        throw new RpcException("a receipt of another block");
      }
      receipts.add(receipt);
    }
    return receipts;
  }

  /** Hashes of a block's transactions, in order: what a list of its receipts is held against. */
  public List<Digest32> transactions(Digest32 blockHash) throws IOException {
    JsonNode block = rpc.ask("eth_getBlockByHash", List.of("0x" + blockHash, false));
    if (!block.path("transactions").isArray()) {
      throw new RpcException("no such block, or one without a list of transactions");
    }
    var hashes = new ArrayList<Digest32>();
    for (JsonNode each : block.path("transactions")) {
      hashes.add(Hex.digest(each));
    }
    return hashes;
  }

  private static Receipt receipt(JsonNode node) throws RpcException {
    JsonNode created = node.path("contractAddress");
    return new Receipt(
        Hex.digest(node.path("transactionHash")),
        Hex.small(node.path("blockNumber")),
        Hex.digest(node.path("blockHash")),
        Hex.small(node.path("status")) == 1,
        Hex.small(node.path("gasUsed")),
        Hex.number(node.path("effectiveGasPrice")),
        Hex.address(node.path("from")),
        created.isString() ? Optional.of(Hex.address(created)) : Optional.empty(),
        logs(node.path("logs")));
  }

  /** Coin of an account after a block. */
  public BigInteger balance(Address account, long block) throws IOException {
    return Hex.number(rpc.ask("eth_getBalance", List.of(account.toString(), Hex.quantity(block))));
  }

  /** Code of an account now; a delegated account has 23 bytes (EIP-7702). */
  public byte[] code(Address account) throws IOException {
    return Hex.bytes(rpc.ask("eth_getCode", List.of(account.toString(), "latest")));
  }

  /** The next nonce of an account by what stands in blocks. */
  public long nonce(Address account) throws IOException {
    return Hex.small(rpc.ask("eth_getTransactionCount", List.of(account.toString(), "latest")));
  }

  /** Code of an account after a block. */
  public byte[] code(Address account, long block) throws IOException {
    return Hex.bytes(rpc.ask("eth_getCode", List.of(account.toString(), Hex.quantity(block))));
  }

  /** The next nonce of an account after a block. */
  public long nonce(Address account, long block) throws IOException {
    return Hex.small(
        rpc.ask("eth_getTransactionCount", List.of(account.toString(), Hex.quantity(block))));
  }

  /** A word of an account's storage in the state of exactly this block (EIP-1898). */
  public BigInteger storage(Address account, Digest32 slot, Digest32 blockHash) throws IOException {
    var block = Map.of("blockHash", "0x" + blockHash);
    return Hex.number(rpc.ask("eth_getStorageAt", List.of(account.toString(), "0x" + slot, block)));
  }

  /** What would become of a transaction in the newest state; nothing is sent. */
  public Simulation simulate(Address from, Address to, byte[] data, long gas) throws IOException {
    var call =
        Map.of(
            "from", from.toString(),
            "to", to.toString(),
            "data", Hex.data(data),
            "gas", Hex.quantity(gas));
    try {
      return new Simulation.Runs(Hex.bytes(rpc.ask("eth_call", List.of(call, "latest"))));
    } catch (RpcError e) {
      if (e.reverted()) {
        return new Simulation.Reverts(e.data());
      }
      throw new RpcException("the call was not tried", e);
    }
  }

  /** What a call answers after a block; nothing is sent. */
  public byte[] call(Address to, byte[] data, long block) throws IOException {
    var call = Map.of("to", to.toString(), "data", Hex.data(data));
    return Hex.bytes(rpc.ask("eth_call", List.of(call, Hex.quantity(block))));
  }

  /** Submits signed bytes; every unclear answer means that they may have arrived. */
  public Submission submit(byte[] signed) {
    try {
      rpc.ask("eth_sendRawTransaction", List.of(Hex.data(signed)));
      return new Submission.Accepted();
    } catch (RpcError e) {
      return judge(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Submission.Unclear(String.valueOf(e.getMessage()));
    }
  }

  /** Endpoints tell by texts only; one that is not known is unclear. */
  private static Submission judge(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("already known") || lower.contains("already imported")) {
      return new Submission.AlreadyKnown();
    }
    for (String refusal :
        List.of("insufficient funds", "intrinsic gas", "fee cap", "max fee", "underpriced")) {
      if (lower.contains(refusal)) {
        return new Submission.Refused(text);
      }
    }
    return new Submission.Unclear(text);
  }

  /** A block with its transactions, by its number; empty when the chain is not there yet. */
  public Optional<FullBlock> fullBlock(long number) throws IOException {
    JsonNode node = rpc.ask("eth_getBlockByNumber", List.of(Hex.quantity(number), true));
    if (node.isNull()) {
      return Optional.empty();
    }
    var transactions = new ArrayList<BlockTransaction>();
    for (JsonNode each : node.path("transactions")) {
      JsonNode to = each.path("to");
      transactions.add(
          new BlockTransaction(
              Hex.digest(each.path("hash")),
              Hex.address(each.path("from")),
              to.isString() ? Optional.of(Hex.address(to)) : Optional.empty(),
              Hex.number(each.path("value"))));
    }
    return Optional.of(new FullBlock(block(node), transactions));
  }

  /** Coin of an account after the block of this hash, wherever the chain goes (EIP-1898). */
  public BigInteger balance(Address account, Digest32 blockHash) throws IOException {
    return Hex.number(rpc.ask("eth_getBalance", List.of(account.toString(), at(blockHash))));
  }

  /** What a call answers after the block of this hash; nothing is sent (EIP-1898). */
  public byte[] call(Address to, byte[] data, Digest32 blockHash) throws IOException {
    var call = Map.of("to", to.toString(), "data", Hex.data(data));
    return Hex.bytes(rpc.ask("eth_call", List.of(call, at(blockHash))));
  }

  private static Map<String, String> at(Digest32 blockHash) {
    return Map.of("blockHash", "0x" + blockHash);
  }
}
