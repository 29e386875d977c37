/**
 * Step "match": holds every payment against the leaves that people signed, and the ledger's rows
 * against the payments.
 */
@NullMarked
package io.argosy.reconcile.match;

import org.jspecify.annotations.NullMarked;
