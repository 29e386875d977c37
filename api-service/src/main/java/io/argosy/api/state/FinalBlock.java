package io.argosy.api.state;

import io.argosy.model.Digest32;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The newest block that is final by depth, among those that were followed without a gap. */
public record FinalBlock(long number, Digest32 hash, Instant time) {
  /** Empty until so many blocks were followed. */
  public static Optional<FinalBlock> read(Handle handle, int depth) {
    return handle
        .createQuery(
            """
            SELECT number, hash, mined_at FROM block
             WHERE number = (SELECT max(number) FROM block) - :depth""")
        .bind("depth", depth)
        .map(
            row ->
                new FinalBlock(
                    row.getColumn("number", Long.class),
                    Digest32.of(row.getColumn("hash", byte[].class)),
                    row.getColumn("mined_at", Instant.class)))
        .findOne();
  }
}
