package io.argosy.api.tell;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** What happened, in the order of its positions, a page at a time. Thread-safe. */
public final class EventLog {
  private static final int PAGE = 500;
  private final Jdbi db;

  /**
   * Something that happened.
   *
   * @param externalId empty where the whole batch is meant
   */
  public record Told(
      long seq,
      String batchId,
      String externalId,
      String kind,
      String detail,
      Instant happenedAt) {}

  /**
   * A page of events.
   *
   * @param next where to read on: past the last event, and past all that the caller may not see
   */
  public record Page(List<Told> events, long next) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /** Whose events are meant. */
  public record Filter(Viewer viewer, Optional<String> batch) {}

  /** The table event; rows without a position are not there yet. */
  interface EventDao {
    @SqlQuery("SELECT coalesce(max(seq), 0) FROM event")
    long head();

    @SqlQuery(
        """
        SELECT e.seq, e.batch_id, coalesce(e.external_id, '') AS external_id, e.kind, e.detail,
               e.happened_at
          FROM event e
          JOIN batch b USING (batch_id)
         WHERE e.seq > :after AND e.seq <= :head
           AND (:client::text IS NULL OR b.client = :client)
           AND (:batch::text IS NULL OR e.batch_id = :batch)
         ORDER BY e.seq
         LIMIT :most""")
    @RegisterConstructorMapper(Told.class)
    List<Told> after(
        @Bind("after") long after,
        @Bind("head") long head,
        @Bind("client") @Nullable String client,
        @Bind("batch") @Nullable String batch,
        @Bind("most") int most);
  }

  public EventLog(Jdbi db) {
    this.db = db;
  }

  /** The next events after a position. */
  public Page after(long position, Filter filter) {
    return db.withHandle(
        handle -> {
          var dao = handle.attach(EventDao.class);
          long head = Math.max(dao.head(), position);
          var events =
              dao.after(position, head, filter.viewer().only(), filter.batch().orElse(null), PAGE);
          return new Page(events, events.size() < PAGE ? head : events.getLast().seq());
        });
  }
}
