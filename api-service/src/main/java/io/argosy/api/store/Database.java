package io.argosy.api.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Opens this service's database. */
public final class Database {
  private Database() {}

  /** Brings the schema forward, never back, and answers access to it. */
  public static Jdbi open(DataSource source) {
    var _ = Flyway.configure().dataSource(source).cleanDisabled(true).load().migrate();
    return Jdbi.create(source)
        .installPlugin(new SqlObjectPlugin())
        .installPlugin(new PostgresPlugin());
  }
}
