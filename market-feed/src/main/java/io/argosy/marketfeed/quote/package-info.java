/** Makes one quote of the books of several venues. */
@NullMarked
package io.argosy.marketfeed.quote;

import org.jspecify.annotations.NullMarked;
