package io.argosy.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private static final byte[] SID = Seeded.sha256(new byte[] {1});
  private static final String CHECK = "the opening of the commitment";
  private static final byte[] MINE = new Seeded("mine").bytes(100);
  private static final byte[] THEIRS = new Seeded("theirs").bytes(100);

  private static byte[] commitment(byte[] sid, int party, byte[] opening) {
    return SlowHash.hash("dkg commitment", sid, party, opening);
  }

  private static Openings withBoth() throws ProtocolFault {
    var openings = new Openings(SID);
    byte[] mine = openings.commit(2, MINE);
    openings.takeCommitment(Faults.PEER, commitment(SID, Faults.PEER, THEIRS));
    openings.take(Faults.PEER, THEIRS);
    assertThat(mine).isEqualTo(commitment(SID, 2, MINE));
    return openings;
  }

  @Test
  void anOpeningIsTakenOnlyIfItIsWhatThisPartyCommittedToInThisSession() {
    byte[] other = Seeded.sha256(new byte[] {2});
    for (byte[] commitment :
        new byte[][] {
          commitment(SID, Faults.PEER, MINE),
          commitment(SID, 2, THEIRS),
          commitment(other, Faults.PEER, THEIRS),
          new byte[32],
          new byte[0]
        }) {
      var openings = new Openings(SID);
      openings.takeCommitment(Faults.PEER, commitment);
      Faults.requireMalformed(CHECK, () -> openings.take(Faults.PEER, THEIRS));
    }
  }

  @Test
  void bothEchoesAreOfAllThatWasHeardAndFromWhom() throws ProtocolFault {
    var openings = withBoth();
    byte[] mine = commitment(SID, 2, MINE);
    byte[] theirs = commitment(SID, Faults.PEER, THEIRS);

    assertThat(openings.firstEcho())
        .isEqualTo(SlowHash.hash("dkg echo 1", SID, 2, mine, Faults.PEER, theirs));
    assertThat(openings.secondEcho())
        .isEqualTo(SlowHash.hash("dkg echo 2", SID, 2, MINE, Faults.PEER, THEIRS));
    assertThat(openings.of(Faults.PEER)).isEqualTo(THEIRS);
    assertThat(openings.of(2)).isEqualTo(MINE);
  }

  @Test
  void theChainCodeIsOfAllPartsBeforeTheSalts() throws ProtocolFault {
    byte[] mine = Arrays.copyOfRange(MINE, 36, 68);
    byte[] theirs = Arrays.copyOfRange(THEIRS, 36, 68);

    assertThat(withBoth().chainCode()).isEqualTo(SlowHash.hash("chain code", SID, mine, theirs));
  }
}
