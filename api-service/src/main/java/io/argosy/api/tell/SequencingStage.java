package io.argosy.api.tell;

import io.argosy.api.Stage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one sequencer: gives committed events their positions, without a gap. An event of a
 * transaction that commits late gets a late position, so that no reader ever passes it by.
 */
public final class SequencingStage implements Stage {
  /** Any number that no other lock of this database has. */
  private static final long LOCK = 0x4172676f7379_5351L;

  private final Jdbi db;
  private final EventFeed feed;

  public SequencingStage(Jdbi db, EventFeed feed) {
    this.db = db;
    this.feed = feed;
  }

  @Override
  public String name() {
    return "tell";
  }

  @Override
  public int run() {
    int told =
        db.inTransaction(
            tx -> {
              boolean alone =
                  tx.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                      .bind("lock", LOCK)
                      .mapTo(Boolean.class)
                      .one();
              return alone ? number(tx) : 0;
            });
    if (told > 0) {
      feed.wake();
    }
    return told;
  }

  private static int number(Handle tx) {
    return tx.createUpdate(
            """
            WITH waiting AS (
              SELECT event_id FROM event WHERE seq IS NULL ORDER BY event_id LIMIT 5000),
            numbered AS (
              SELECT event_id, row_number() OVER (ORDER BY event_id) AS number FROM waiting)
            UPDATE event e
               SET seq = (SELECT coalesce(max(seq), 0) FROM event) + n.number
              FROM numbered n
             WHERE e.event_id = n.event_id""")
        .execute();
  }
}
