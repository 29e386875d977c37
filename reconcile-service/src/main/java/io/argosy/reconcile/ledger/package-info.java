/** Step "ledger": copies what the ledger says, which explains nothing and is only compared. */
@NullMarked
package io.argosy.reconcile.ledger;

import org.jspecify.annotations.NullMarked;
