package io.argosy.cli.demo;

import io.argosy.model.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Moves coin out of the treasury with no statement behind it, which only the development chain
 * allows: it lets anybody send in an account's name. So the watcher has something to find.
 */
final class Theft {
  private static final String THIEF = "0x" + "e".repeat(40);
  private final URI node;

  Theft(String url) {
    this.node = URI.create(url);
  }

  /** Takes one ether. */
  void from(Address treasury) throws IOException, InterruptedException {
    ask("anvil_impersonateAccount", "[\"%s\"]".formatted(treasury));
    ask(
        "eth_sendTransaction",
        "[{\"from\": \"%s\", \"to\": \"%s\", \"value\": \"0xde0b6b3a7640000\", \"gas\": \"0xea60\"}]"
            .formatted(treasury, THIEF));
    ask("anvil_stopImpersonatingAccount", "[\"%s\"]".formatted(treasury));
  }

  private void ask(String method, String parameters) throws IOException, InterruptedException {
    String body =
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}"
            .formatted(method, parameters);
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(node)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.body().contains("\"error\"")) {
        throw new IOException(method + ": " + answer.body());
      }
    }
  }
}
