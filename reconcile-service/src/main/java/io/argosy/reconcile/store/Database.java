package io.argosy.reconcile.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The watcher's own database; all its tables stand in a schema of their own. */
public final class Database implements AutoCloseable {
  private static final String SCHEMA = "reconcile";
  private static final int CONNECTIONS = 6;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
  }

  /** Where it is and as whom to enter. */
  public record Access(String url, String user, String password) {
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /** Brings the schema forward, never back. */
  public static Database open(Access access) {
    var config = new HikariConfig();
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setSchema(SCHEMA);
    var pool = new HikariDataSource(config);
    var _ =
        Flyway.configure()
            .dataSource(pool)
            .defaultSchema(SCHEMA)
            .createSchemas(true)
            .locations("classpath:db/reconcile")
            .cleanDisabled(true)
            .load()
            .migrate();
    return new Database(pool);
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }
}
