package io.argosy.custody.serve;

import com.google.protobuf.ByteString;
import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.DelegationOrder;
import io.argosy.custodycore.SignOrder;
import io.argosy.model.AssetId;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.FundStatement;
import io.argosy.model.KeyId;
import io.argosy.model.PersonSignature;
import io.argosy.proto.custody.v1.FundIntent;
import io.argosy.proto.custody.v1.Intent;
import io.argosy.proto.custody.v1.IntentSignature;
import io.argosy.proto.custody.v1.PayIntent;
import io.argosy.proto.custody.v1.SignRequest;
import io.argosy.proto.custody.v1.SignResponse;
import io.argosy.proto.custody.v1.VoidIntent;
import io.argosy.threshold.Signature;
import io.argosy.wire.PersonSignatureWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders to sign, from the wire; signatures, to it. */
final class SignOrderWire {
  private static final int MOST_DAEMONS = 9;
  private static final int MOST_INTENTS = 4_096;
  private static final int MOST_SIGNATURES = 64;
  private static final int MOST_TEXT = 64 << 10;

  /** Far beyond every deadline that a statement can allow: year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private SignOrderWire() {}

  /** Throws one refusal that names the first field that cannot be read. */
  static SignOrder parse(SignRequest wire) {
    if (wire.getIntentsCount() > MOST_INTENTS) {
      throw Refusals.invalid("intents", "1 to " + MOST_INTENTS);
    }
    var key = key("key_id", wire.getKeyId());
    var quorum = field("quorum", () -> quorum(wire.getQuorumList()));
    var statement = field("statement_hash", () -> statement(wire.getStatementHash()));
    var acknowledgements = acknowledgements(wire);
    var intents = intents(wire);
    return field(
        "request_id, intents",
        () ->
            new SignOrder(wire.getRequestId(), key, quorum, statement, acknowledgements, intents));
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T field(String name, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid(name, String.valueOf(e.getMessage()));
    }
  }

  private static List<DaemonId> quorum(List<String> names) {
    if (names.size() > MOST_DAEMONS) {
      throw new IllegalArgumentException("at most " + MOST_DAEMONS + " daemons");
    }
    return names.stream().map(DaemonId::new).toList();
  }

  private static Optional<Digest32> statement(ByteString hash) {
    return hash.isEmpty() ? Optional.empty() : Optional.of(Digest32.of(hash.toByteArray()));
  }

  private static List<Acknowledgement.Signed> acknowledgements(SignRequest wire) {
    if (wire.getAcknowledgementsCount() > MOST_DAEMONS) {
      throw Refusals.invalid("acknowledgements", "at most " + MOST_DAEMONS);
    }
    var all = new ArrayList<Acknowledgement.Signed>();
    for (var each : wire.getAcknowledgementsList()) {
      all.add(
          field(
              "acknowledgements[" + all.size() + "]",
              () -> {
                var said = Acknowledgement.decode(each.getText().toByteArray());
                if (!said.daemon().text().equals(each.getDaemonId())) {
                  throw new IllegalArgumentException("the text is another daemon's");
                }
                return new Acknowledgement.Signed(said, each.getSignature().toByteArray());
              }));
    }
    return all;
  }

  private static List<SignOrder.Intent> intents(SignRequest wire) {
    var all = new ArrayList<SignOrder.Intent>();
    for (var each : wire.getIntentsList()) {
      all.add(field("intents[" + all.size() + "]", () -> intent(each)));
    }
    return all;
  }

  private static SignOrder.Intent intent(Intent wire) {
    return switch (wire.getKindCase()) {
      case PAY -> pay(wire.getPay());
      case DELEGATION -> {
        var delegation = wire.getDelegation();
        byte[] order = delegation.getOrder().toByteArray();
        var officers = signatures("signatures", delegation.getSignaturesList());
        yield new SignOrder.Intent.Delegate(DelegationOrder.decode(order), officers);
      }
      case FUND -> fund(wire.getFund());
      case VOID -> voiding(wire.getVoid());
      case KIND_NOT_SET -> throw new IllegalArgumentException("an intent of a known kind");
    };
  }

  private static SignOrder.Intent pay(PayIntent wire) {
    if (wire.getLeavesList().stream().anyMatch(leaf -> leaf < 0)) {
      throw new IllegalArgumentException("a leaf's number is below 2^31");
    }
    return new SignOrder.Intent.Pay(
        wire.getLeavesList(),
        AssetId.parse(wire.getAsset()),
        second(wire.getDeadline()),
        Integer.toUnsignedLong(wire.getItemGas()));
  }

  private static SignOrder.Intent voiding(VoidIntent wire) {
    if (wire.getLeavesList().stream().anyMatch(place -> place < 0)) {
      throw new IllegalArgumentException("a place is below 2^31");
    }
    return new SignOrder.Intent.VoidLeaves(wire.getLeavesList(), second(wire.getDeadline()));
  }

  private static SignOrder.Intent fund(FundIntent wire) {
    if (wire.getLeaf() < 0 || wire.getRefill() < 0) {
      throw new IllegalArgumentException("lane and refill are below 2^31");
    }
    return new SignOrder.Intent.Fund(
        new FundStatement.Refill(
            Integer.toUnsignedLong(wire.getDay()), wire.getLeaf(), wire.getRefill()),
        Integer.toUnsignedLong(wire.getItemGas()));
  }

  private static Instant second(long unix) {
    if (unix < 1 || unix > LAST_SECOND) {
      throw new IllegalArgumentException("a deadline is Unix time in seconds");
    }
    return Instant.ofEpochSecond(unix);
  }

  /** People's signatures, a bounded number of them. */
  static List<PersonSignature> signatures(
      String name, List<io.argosy.proto.common.v1.PersonSignature> wire) {
    if (wire.size() > MOST_SIGNATURES) {
      throw Refusals.invalid(name, "at most " + MOST_SIGNATURES);
    }
    return field(name, () -> wire.stream().map(PersonSignatureWire::parse).toList());
  }

  /** The name of a key. */
  static KeyId key(String name, String text) {
    return field(name, () -> new KeyId(text));
  }

  /** A signed document's bytes, at most 64 KiB. */
  static byte[] text(String name, ByteString bytes) {
    if (bytes.size() > MOST_TEXT) {
      throw Refusals.invalid(name, "at most " + MOST_TEXT + " bytes");
    }
    return bytes.toByteArray();
  }

  static SignResponse wire(List<Digest32> digests, List<Signature> signatures) {
    var out = SignResponse.newBuilder();
    for (int i = 0; i < digests.size(); i++) {
      out.addSignatures(
          IntentSignature.newBuilder()
              .setDigest(ByteString.copyFrom(digests.get(i).bytes()))
              .setSignature(ByteString.copyFrom(signatures.get(i).bytes())));
    }
    return out.build();
  }
}
