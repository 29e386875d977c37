/** Step "balance": explains every finalized change of a treasury's balance. */
@NullMarked
package io.argosy.reconcile.balance;

import org.jspecify.annotations.NullMarked;
