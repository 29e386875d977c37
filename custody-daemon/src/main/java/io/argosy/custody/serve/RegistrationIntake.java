package io.argosy.custody.serve;

import io.argosy.custodycore.Acknowledgement;
import io.argosy.custodycore.Answer;
import io.argosy.model.PersonSignature;
import io.argosy.proto.custody.v1.LeafChunk;
import io.argosy.proto.custody.v1.RegisterRequest;
import io.argosy.proto.custody.v1.RegistrationHead;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects one registration from its stream: the head, then leaves in order, each bounded. Confined
 * to one call.
 */
final class RegistrationIntake {
  private static final int MOST_LEAVES = 100_000;
  private static final int MOST_CHUNK = 2_000;

  /** The longest encoding of a leaf: 103 bytes and two names of at most 64 with their lengths. */
  private static final int MOST_LEAF_BYTES = 256;

  /** What is done with a whole registration. */
  interface Gate {
    Answer<Acknowledgement> register(
        byte[] statement, List<byte[]> leaves, List<PersonSignature> signatures);
  }

  private byte[] statement = new byte[0];
  private List<PersonSignature> signatures = List.of();
  private final List<byte[]> leaves = new ArrayList<>();

  /** Takes one part; throws one refusal at the first that does not fit. */
  void take(RegisterRequest part) {
    switch (part.getPartCase()) {
      case HEAD -> takeHead(part.getHead());
      case LEAVES -> takeLeaves(part.getLeaves());
      case PART_NOT_SET -> throw Refusals.invalid("part", "a head or leaves");
    }
  }

  private void takeHead(RegistrationHead head) {
    if (statement.length > 0) {
      throw Refusals.invalid("head", "comes first, and once");
    }
    statement = SignOrderWire.text("statement", head.getStatement());
    if (statement.length == 0) {
      throw Refusals.invalid("statement", "is empty");
    }
    signatures = SignOrderWire.signatures("signatures", head.getSignaturesList());
  }

  private void takeLeaves(LeafChunk chunk) {
    if (statement.length == 0) {
      throw Refusals.invalid("leaves", "come after the head");
    }
    if (chunk.getLeavesCount() > MOST_CHUNK
        || leaves.size() + chunk.getLeavesCount() > MOST_LEAVES) {
      throw Refusals.invalid("leaves", "at most 2,000 a chunk and 100,000 together");
    }
    for (var leaf : chunk.getLeavesList()) {
      if (leaf.size() > MOST_LEAF_BYTES) {
        throw Refusals.invalid("leaves", "a leaf has at most 256 bytes");
      }
      leaves.add(leaf.toByteArray());
    }
  }

  /** All parts are here. */
  Answer<Acknowledgement> complete(Gate gate) {
    if (statement.length == 0) {
      throw Refusals.invalid("head", "is missing");
    }
    return gate.register(statement, leaves, signatures);
  }
}
