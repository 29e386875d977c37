/** What the watcher found: breaks, each under a stable id, open until it is resolved. */
@NullMarked
package io.argosy.reconcile.finding;

import org.jspecify.annotations.NullMarked;
