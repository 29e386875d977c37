package io.argosy.chainclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC 2.0 over HTTP to one endpoint. Thread-safe. */
final class JsonRpc {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 256 << 20;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI endpoint;
  private final AtomicLong ids = new AtomicLong();

  JsonRpc(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Asks once; the result may be JSON's null. */
  JsonNode ask(String method, List<Object> parameters) throws IOException {
    long id = ids.incrementAndGet();
    var request = JSON.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", JSON.valueToTree(parameters));
    JsonNode answer = post(JSON.writeValueAsBytes(request));
    if (answer.path("id").asLong(-1) != id) {
      throw new RpcException(method + ": the answer is to another question");
    }
    if (answer.has("error")) {
      var error = answer.get("error");
      String text = error.path("message").asString("no message");
      throw new RpcError(
          error.path("code").asInt(0),
          text.substring(0, Math.min(300, text.length())),
          Hex.revertData(error.path("data")));
    }
    JsonNode result = answer.get("result");
    if (result == null) {
      throw new RpcException(method + ": the answer has neither result nor error");
    }
    return result;
  }

  private JsonNode post(byte[] body) throws RpcException {
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        if (response.statusCode() != 200 || bytes.length == MOST_BYTES) {
          throw new RpcException(
              "status " + response.statusCode() + ", " + bytes.length + " bytes");
        }
        return JSON.readTree(bytes);
      }
    } catch (JacksonException e) {
      throw new RpcException("the answer is not JSON", e);
    } catch (RpcException e) {
      throw e;
    } catch (IOException e) {
      throw new RpcException("no answer from " + endpoint.getAuthority(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException("interrupted", e);
    }
  }
}
