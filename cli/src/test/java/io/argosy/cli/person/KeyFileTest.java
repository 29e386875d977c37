package io.argosy.cli.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.argosy.model.Digest32;
import io.argosy.model.PersonSignature;
import io.argosy.model.PersonSignature.Role;
import io.argosy.model.PersonSignature.Verdict;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final Digest32 GENESIS = Digest32.sha256(new byte[] {1});
  private static final Digest32 TEXT = Digest32.sha256(new byte[] {2});
  @TempDir private Path folder;

  @Test
  void aKeyThatOthersCanReadIsRefused() throws Exception {
    var made = KeyFile.make(folder, "alice", new SecureRandom());
    Files.setPosixFilePermissions(made.file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> KeyFile.read(made.file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void anExistingKeyIsNeverOverwritten() throws Exception {
    KeyFile.make(folder, "alice", new SecureRandom());

    assertThatThrownBy(() -> KeyFile.make(folder, "alice", new SecureRandom()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatAKeySignsItsPublicKeyConfirmsAndItNeverPrintsItself() throws Exception {
    var made = KeyFile.make(folder, "alice", new SecureRandom());
    var key = KeyFile.read(made.file());

    var signed = key.sign(Role.APPROVER, GENESIS, 3, Verdict.APPROVE, TEXT);

    var check = Signature.getInstance("Ed25519");
    check.initVerify(made.publicKey());
    check.update(PersonSignature.signed(Role.APPROVER, GENESIS, 3, Verdict.APPROVE, TEXT));
    assertThat(check.verify(signed.bytes())).isTrue();
    assertThat(key.toString()).isEqualTo("KeyFile[alice]");
  }
}
