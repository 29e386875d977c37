/**
 * Keeps the daemon's share: sealed on disk under a key that a key store holds, open only in use.
 */
@NullMarked
package io.argosy.custody.share;

import org.jspecify.annotations.NullMarked;
