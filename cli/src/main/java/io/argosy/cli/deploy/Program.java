package io.argosy.cli.deploy;

import java.nio.file.Path;

/** The services, as separate programs with class paths of their own. */
public enum Program {
  CUSTODY_DAEMON("custody-daemon", "io.argosy.custody.CustodyDaemon", 384),
  MARKET_FEED("market-feed", "io.argosy.marketfeed.MarketFeed", 128),
  API_SERVICE("api-service", "io.argosy.api.ApiService", 768),
  RECONCILE_SERVICE("reconcile-service", "io.argosy.reconcile.ReconcileService", 384);

  private final String module;
  private final String main;
  private final int heapMegabytes;

  Program(String module, String main, int heapMegabytes) {
    this.module = module;
    this.main = main;
    this.heapMegabytes = heapMegabytes;
  }

  String main() {
    return main;
  }

  int heapMegabytes() {
    return heapMegabytes;
  }

  /** Where the module's build left its jar and class path. */
  Path target(Path home) {
    return home.resolve(module).resolve("target");
  }

  String module() {
    return module;
  }
}
