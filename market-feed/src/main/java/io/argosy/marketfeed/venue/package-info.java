/** Reads what venues send in their own formats, and notices when something is missing. */
@NullMarked
package io.argosy.marketfeed.venue;

import org.jspecify.annotations.NullMarked;
