package io.argosy.custody.share;

import java.util.Arrays;

/** A short secret text that does not print itself: a secret id, a PIN. Wiped at close. */
public final class SecretText implements AutoCloseable {
  private final char[] text;

  /** Takes ownership of the characters. */
  public SecretText(char[] owned) {
    this.text = owned;
  }

  /** For a library that takes nothing but a string; the string lives until it is collected. */
  String reveal() {
    return new String(text);
  }

  @Override
  public void close() {
    Arrays.fill(text, '\0');
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
