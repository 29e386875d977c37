package io.argosy.custody.share;

import io.argosy.custodycore.StoreJournal;
import io.argosy.custodycore.StoreJournal.What;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The life of wrapping keys: a share is sealed under one, moved to its newest version, and at its
 * epoch's end the key is destroyed. Every step is in the journal before it is done. Thread-safe.
 */
public final class WrappingKeys {
  private final Shelf shelf;
  private final ShareSeal seal;
  private final Contexts contexts;
  private final StoreJournal journal;
  private final Clock clock;

  WrappingKeys(Shelf shelf, ShareSeal seal, Contexts contexts, StoreJournal journal, Clock clock) {
    this.shelf = shelf;
    this.seal = seal;
    this.contexts = contexts;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What protects one share.
   *
   * @param wrappingKey name and version, as the store knows it
   * @param since empty when the journal does not know
   */
  public record Protection(KeyCertificate key, String wrappingKey, Optional<Instant> since) {}

  /** What became of a moving to the newest version. */
  public record Moved(List<Protection> done, List<Trouble> troubles) {
    public Moved {
      done = List.copyOf(done);
      troubles = List.copyOf(troubles);
    }
  }

  /** Seals a share and puts it on the shelf. */
  Optional<Trouble> seal(ShareContext context, byte[] plain) {
    var outcome = seal.seal(plain, context);
    return outcome instanceof ShareSeal.Outcome.Done(var sealed)
        ? keep(What.WRAPPED, context, sealed)
        : Trouble.of(outcome, context);
  }

  private Optional<Trouble> keep(What what, ShareContext context, byte[] sealed) {
    var share = new StoreJournal.Share(context.key(), context.epoch());
    journal.record(what, share, seal.wrappingKey(sealed, context), clock.instant());
    return Trouble.of(shelf.write(context, sealed));
  }

  Moved rewrap(List<KeyCertificate> keys) {
    var done = new ArrayList<Protection>();
    var troubles = new ArrayList<Trouble>();
    for (var key : keys) {
      var trouble = rewrap(contexts.of(key.key(), key.epoch()));
      if (trouble.isPresent()) {
        troubles.add(trouble.get());
      } else {
        protection(key).ifPresent(done::add);
      }
    }
    return new Moved(done, troubles);
  }

  /** Older versions end only once the moved share stands and is seen to open. */
  private Optional<Trouble> rewrap(ShareContext context) {
    return switch (shelf.read(context)) {
      case KeyStore.Answer.Done(var before) -> {
        var outcome = seal.rewrap(before, context);
        if (!(outcome instanceof ShareSeal.Outcome.Done(var sealed))) {
          yield Trouble.of(outcome, context);
        }
        yield Trouble.of(seal.check(sealed, context), context)
            .or(() -> keep(What.REWRAPPED, context, sealed))
            .or(() -> Trouble.of(seal.retireBefore(sealed, context)));
      }
      case KeyStore.Answer.Unavailable no -> Trouble.of(no);
      case KeyStore.Answer.Rejected no -> Trouble.of(no);
    };
  }

  /** The wrapping key goes first: without it the sealed share is worth nothing, wherever copied. */
  private Optional<Trouble> end(ShareContext context) {
    var share = new StoreJournal.Share(context.key(), context.epoch());
    journal.record(What.DESTROYED, share, context.wrappingKey(), clock.instant());
    return Trouble.of(seal.destroyWrappingKey(context))
        .or(() -> Trouble.of(shelf.destroy(context)));
  }

  /**
   * Ends the epochs of a key before one.
   *
   * @param known epochs that there may be besides those in the journal
   */
  List<Trouble> endBefore(KeyCertificate certificate, Set<Integer> known) {
    var epochs = new TreeSet<>(journal.epochs(certificate.key().text()));
    epochs.addAll(known);
    return epochs.headSet(certificate.epoch()).stream()
        .map(epoch -> contexts.of(certificate.key(), epoch))
        .flatMap(context -> endWhereKept(context).stream())
        .toList();
  }

  private Optional<Trouble> endWhereKept(ShareContext context) {
    return switch (shelf.read(context)) {
      case KeyStore.Answer.Done _ -> end(context);
      case KeyStore.Answer.Unavailable no -> Trouble.of(no);
      case KeyStore.Answer.Rejected _ -> Optional.empty();
    };
  }

  List<Protection> protections(List<KeyCertificate> keys) {
    return keys.stream().flatMap(key -> protection(key).stream()).toList();
  }

  private Optional<Protection> protection(KeyCertificate key) {
    var context = contexts.of(key.key(), key.epoch());
    return shelf.read(context) instanceof KeyStore.Answer.Done(var sealed)
        ? Optional.of(
            new Protection(
                key,
                seal.wrappingKey(sealed, context),
                journal.wrappedAt(new StoreJournal.Share(context.key(), context.epoch()))))
        : Optional.empty();
  }
}
