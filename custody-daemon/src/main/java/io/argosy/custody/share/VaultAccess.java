package io.argosy.custody.share;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one daemon's Vault or OpenBao is, and how the daemon says who it is.
 *
 * @param address {@code https://host:port}
 * @param authority PEM; no other trust anchor counts
 * @param namespace absent for the root namespace
 * @param transit where the transit engine is mounted
 */
public record VaultAccess(
    String address, Path authority, Optional<String> namespace, String transit, VaultLogin login) {}
