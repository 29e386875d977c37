/** Book: what is final is set down once, in outcomes and in the double-entry ledger. */
@NullMarked
package io.argosy.api.book;

import org.jspecify.annotations.NullMarked;
