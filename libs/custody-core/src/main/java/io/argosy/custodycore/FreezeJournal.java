package io.argosy.custodycore;

import io.argosy.model.AccountId;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Freezes and thaws, each with the signatures that make it hold. Every public method is one
 * transaction of the journal.
 */
public final class FreezeJournal {
  private static final String IN_FORCE =
      """
      FROM freeze f
     WHERE f.act = 'FREEZE' AND NOT EXISTS (
           SELECT 1 FROM freeze t
            WHERE t.act = 'THAW' AND t.number >= f.number
              AND t.scope IN (f.scope, 'all'))
     ORDER BY f.scope, f.number""";

  private final Journal lock;
  private final Handle db;

  FreezeJournal(Journal lock, Handle db) {
    this.lock = lock;
    this.db = db;
  }

  /** Keeps a freeze; the same order again changes nothing. */
  void keep(FreezeOrder.Signed signed, Instant now) {
    insert(signed.order(), signed.signer().text(), signed.signature(), now);
  }

  void keepThaw(FreezeOrder order, List<PersonSignature> officers, Instant now) {
    insert(order, null, SignatureLines.encode(officers), now);
  }

  private void insert(FreezeOrder order, @Nullable String signer, byte[] signed, Instant now) {
    synchronized (lock) {
      db.execute(
          "INSERT INTO freeze VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          order.number(),
          scope(order.treasury()),
          order.act().name(),
          order.encoded(),
          signer,
          signed,
          now.toString());
    }
  }

  private static String scope(Optional<AccountId> treasury) {
    return treasury.map(AccountId::toString).orElse("all");
  }

  /** Whether officers have thawed its scope up to its number already. */
  boolean thawed(FreezeOrder order) {
    synchronized (lock) {
      return db.createQuery(
              """
              SELECT EXISTS (
                     SELECT 1 FROM freeze
                      WHERE act = 'THAW' AND number >= :number AND scope IN (:scope, 'all'))""")
          .bind("number", order.number())
          .bind("scope", scope(order.treasury()))
          .mapTo(Boolean.class)
          .one();
    }
  }

  /** Scopes that are frozen: {@code all}, or treasuries. */
  public List<String> inForce() {
    synchronized (lock) {
      return db.createQuery("SELECT f.scope " + IN_FORCE).mapTo(String.class).stream()
          .distinct()
          .toList();
    }
  }

  /** The orders behind {@link #inForce}, for passing on. */
  public List<FreezeOrder.Signed> ordersInForce() {
    synchronized (lock) {
      return db.createQuery("SELECT f.body, f.signer, f.signed " + IN_FORCE)
          .map(
              (row, context) ->
                  new FreezeOrder.Signed(
                      FreezeOrder.decode(row.getBytes(1)),
                      new KeyId(row.getString(2)),
                      row.getBytes(3)))
          .list();
    }
  }
}
