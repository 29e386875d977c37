package io.argosy.api.freeze;

import io.argosy.model.Address;
import io.argosy.model.AssetId;
import io.argosy.model.ClientId;
import io.argosy.model.ExternalId;
import io.argosy.model.Leaf;
import io.argosy.model.Route;
import io.argosy.model.Statement;
import java.math.BigInteger;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Reads a frozen statement's leaves back from the payouts that they are made of. */
public final class FrozenLeaves {
  private FrozenLeaves() {}

  /** All of a statement's leaves, in their order. */
  public static List<Leaf> of(Handle handle, Statement statement) {
    return part(handle, statement, 0, statement.count());
  }

  /** The leaves from a place on, at most so many. */
  public static List<Leaf> part(Handle handle, Statement statement, int from, int most) {
    return handle
        .createQuery(
            """
            SELECT client, external_id, recipient, asset, amount::text AS amount, route
              FROM payout
             WHERE batch_id = :batch AND leaf >= :from AND leaf < :to
             ORDER BY leaf""")
        .bind("batch", statement.batch().text())
        .bind("from", from)
        .bind("to", from + most)
        .map(row -> leaf(row, statement))
        .list();
  }

  /** The input lines of the same leaves, in the same order. */
  public static List<Integer> lines(Handle handle, Statement statement, int from, int most) {
    return handle
        .createQuery(
            """
            SELECT line
              FROM payout
             WHERE batch_id = :batch AND leaf >= :from AND leaf < :to
             ORDER BY leaf""")
        .bind("batch", statement.batch().text())
        .bind("from", from)
        .bind("to", from + most)
        .mapTo(Integer.class)
        .list();
  }

  private static Leaf leaf(RowView row, Statement statement) {
    return new Leaf(
        statement.treasury(),
        AssetId.parse(row.getColumn("asset", String.class)),
        Address.parse(row.getColumn("recipient", String.class)),
        new BigInteger(row.getColumn("amount", String.class)),
        Route.valueOf(row.getColumn("route", String.class)),
        new ClientId(row.getColumn("client", String.class)),
        new ExternalId(row.getColumn("external_id", String.class)));
  }
}
