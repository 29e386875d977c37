package io.argosy.cli.deploy;

import io.argosy.cli.person.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Zone H of a deployment on this machine: each person's key file in a folder of their own.
 *
 * @param makersSecondKey the maker is an approver of other people's statements, too
 */
public record People(
    KeyFile.Made maker,
    KeyFile.Made makersSecondKey,
    List<KeyFile.Made> approvers,
    List<KeyFile.Made> officers) {
  public People {
    approvers = List.copyOf(approvers);
    officers = List.copyOf(officers);
  }

  static People make(RunFolder run, SecureRandom random)
      throws IOException, GeneralSecurityException {
    return new People(
        make(run, "mara", "mara", random),
        make(run, "mara", "mara-approves", random),
        all(run, List.of("alice", "bob", "carol"), random),
        all(run, List.of("olga", "otto", "oona"), random));
  }

  private static List<KeyFile.Made> all(RunFolder run, List<String> names, SecureRandom random)
      throws IOException, GeneralSecurityException {
    var made = new ArrayList<KeyFile.Made>();
    for (String name : names) {
      made.add(make(run, name, name, random));
    }
    return made;
  }

  private static KeyFile.Made make(RunFolder run, String person, String key, SecureRandom random)
      throws IOException, GeneralSecurityException {
    Path folder = run.of("people").resolve(person);
    return KeyFile.make(folder, key, random);
  }
}
