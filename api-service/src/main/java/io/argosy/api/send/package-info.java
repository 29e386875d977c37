/**
 * Send: lanes carry signed shards; bytes are stored before they leave, a nonce serves one shard.
 */
@NullMarked
package io.argosy.api.send;

import org.jspecify.annotations.NullMarked;
