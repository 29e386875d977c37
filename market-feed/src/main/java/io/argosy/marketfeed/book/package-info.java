/** One venue's order book of one pair. */
@NullMarked
package io.argosy.marketfeed.book;

import org.jspecify.annotations.NullMarked;
