/**
 * Step "match": holds every payment against chain, ledger and the statements that people signed.
 */
@NullMarked
package io.argosy.reconcile.match;

import org.jspecify.annotations.NullMarked;
