package io.argosy.servicekit;

/** A configuration that stops the start; the text says where, what and the remedy. */
public final class ConfigFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigFault(String text) {
    super(text);
  }
}
