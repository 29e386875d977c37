/** What the executor contract takes and tells: authorizations, void orders, its events. No I/O. */
@NullMarked
package io.argosy.chain.executor;

import org.jspecify.annotations.NullMarked;
