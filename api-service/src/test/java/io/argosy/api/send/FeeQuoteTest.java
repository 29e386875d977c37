package io.argosy.api.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.chain.Transaction.Fees;
import io.argosy.chainclient.Block;
import io.argosy.model.Digest32;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeeQuoteTest {
  private static Block head(long baseFee) {
    var hash = Digest32.of(new byte[32]);
    return new Block(1, hash, hash, Instant.EPOCH, BigInteger.valueOf(baseFee), 60_000_000);
  }

  @Test
  void aRaisedFeeIsAnEighthMoreOnBothPartsEvenWhereTheBaseFeeFell() {
    var before = new Fees(BigInteger.valueOf(1_000_000_001), BigInteger.valueOf(9_000_000_001L));

    var raised = FeeQuote.raised(before, head(7));

    assertThat(raised.maxPriority()).isEqualTo(1_125_000_002);
    assertThat(raised.max()).isEqualTo(10_125_000_002L);
  }

  @Test
  void aRaisedFeeFollowsABaseFeeThatRoseFaster() {
    var before = new Fees(BigInteger.ONE, BigInteger.TEN);

    assertThat(FeeQuote.raised(before, head(1_000_000_000)))
        .isEqualTo(FeeQuote.after(head(1_000_000_000)));
  }
}
