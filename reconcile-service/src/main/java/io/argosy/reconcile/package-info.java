/** The watcher: holds chain, ledger and custody against each other, and freezes on a theft. */
@NullMarked
package io.argosy.reconcile;

import org.jspecify.annotations.NullMarked;
