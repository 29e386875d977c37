package io.argosy.custody.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.argosy.custody.Changed;
import io.argosy.model.DaemonId;
import io.argosy.model.Digest32;
import io.argosy.model.KeyId;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files that an administrator of the host, or a failing disk, may have changed. */
class StoredFilesTest {
  private static final Digest32 SOME = Digest32.parse("ab".repeat(32));

  @Test
  void aSealedShareChangedAtRandomIsReadInItsOneEncodingOrRefused() {
    byte[] honest = new SealedShare(new byte[60], new byte[100]).encoded();

    Changed.each("sealed share", honest, StoredFilesTest::readsSealedShare);
  }

  @Test
  void aCertificateChangedAtRandomIsReadInItsOneEncodingOrRefused() {
    var key = new KeyId("treasury");
    var shared = AroundATable.key().getFirst().key();
    var empty = new KeyCertificate(SOME, SOME, key, 0, shared, SOME, new TreeMap<>());
    byte[] honest =
        empty
            .with(new DaemonId("custody-1"), new byte[64])
            .with(new DaemonId("custody-2"), new byte[64])
            .encoded();

    Changed.each("certificate", honest, StoredFilesTest::readsCertificate);
  }

  static void readsSealedShare(byte[] bytes) {
    SealedShare.decode(bytes).ifPresent(share -> assertThat(share.encoded()).isEqualTo(bytes));
  }

  static void readsCertificate(byte[] bytes) {
    try {
      assertThat(KeyCertificate.decode(bytes).encoded()).isEqualTo(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }
}
