/** Opens the watcher's own database. */
@NullMarked
package io.argosy.reconcile.store;

import org.jspecify.annotations.NullMarked;
