package io.argosy.custody.share;

import io.argosy.custodycore.KeyEpoch;
import io.argosy.custodycore.StoreJournal;
import io.argosy.custodycore.StoreJournal.What;
import io.argosy.model.KeyId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The life of wrapping keys: a share is sealed under one, moved to its newest version, and at its
 * epoch's end the key is destroyed. Every step is in the journal before it is done. Thread-safe.
 */
public final class WrappingKeys {
  /** Epochs that are ended even if the journal has not heard of them. */
  private static final int UNKNOWN = 64;

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
   * @param since when this version began to; empty when the journal does not know
   */
  public record Protection(KeyEpoch share, String wrappingKey, Optional<Instant> since) {}

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
    journal.record(what, share(context), seal.wrappingKey(sealed, context), clock.instant());
    return Trouble.of(shelf.write(context, sealed));
  }

  Moved rewrap(Certificates certificates) {
    var done = new ArrayList<Protection>();
    var troubles = new ArrayList<Trouble>();
    for (var context : kept(certificates)) {
      var trouble = rewrap(context);
      if (trouble.isPresent()) {
        troubles.add(trouble.get());
      } else {
        protection(context).ifPresent(done::add);
      }
    }
    return new Moved(done, troubles);
  }

  private boolean mustStand(ShareContext context, int standing, Certificates certificates) {
    var key = new KeyId(context.key());
    return context.epoch() == standing
        && certificates.inForce(key).stream()
            .allMatch(each -> certificates.lists(each, contexts.self()));
  }

  /** Shares that sign, or may come to: of the epoch in force, and of those prepared after it. */
  private List<ShareContext> kept(Certificates certificates) {
    var kept = new ArrayList<ShareContext>();
    for (var key : certificates.keys()) {
      int standing = certificates.inForce(key).map(KeyCertificate::epoch).orElse(0);
      var epochs = new TreeSet<>(journal.epochs(key.text()));
      epochs.addAll(certificates.epochs(key));
      epochs.tailSet(standing).stream()
          .map(epoch -> contexts.of(key, epoch))
          .filter(context -> mustStand(context, standing, certificates) || !shelf.lacks(context))
          .forEach(kept::add);
    }
    return kept;
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

  /**
   * The wrapping key goes first: without it the sealed share is worth nothing, wherever copied.
   * What failed in between is done again, from the first step.
   */
  private Optional<Trouble> end(ShareContext context) {
    journal.record(What.DESTROYED, share(context), context.wrappingKey(), clock.instant());
    var trouble =
        Trouble.of(seal.destroyWrappingKey(context)).or(() -> Trouble.of(shelf.destroy(context)));
    if (trouble.isEmpty()) {
      journal.record(What.ENDED, share(context), context.wrappingKey(), clock.instant());
    }
    return trouble;
  }

  /**
   * Ends the epochs of a key before one. A journal that was lost with the disk does not know of
   * all, and the store would still open a copy of that disk: so the last ones end, known or not.
   */
  List<Trouble> endBefore(KeyCertificate certificate) {
    var epochs = new TreeSet<>(journal.epochs(certificate.key().text()));
    IntStream.range(Math.max(0, certificate.epoch() - UNKNOWN), certificate.epoch())
        .forEach(epochs::add);
    epochs.removeAll(journal.ended(certificate.key().text()));
    return epochs.headSet(certificate.epoch()).stream()
        .flatMap(epoch -> end(contexts.of(certificate.key(), epoch)).stream())
        .toList();
  }

  List<Protection> protections(Certificates certificates) {
    return kept(certificates).stream().flatMap(each -> protection(each).stream()).toList();
  }

  private Optional<Protection> protection(ShareContext context) {
    if (!(shelf.read(context) instanceof KeyStore.Answer.Done(var sealed))) {
      return Optional.empty();
    }
    String name = seal.wrappingKey(sealed, context);
    var since = journal.wrappedSince(share(context), name);
    return Optional.of(
        new Protection(new KeyEpoch(new KeyId(context.key()), context.epoch()), name, since));
  }

  private static StoreJournal.Share share(ShareContext context) {
    return new StoreJournal.Share(context.key(), context.epoch());
  }
}
