/** Recorded sessions of venues: reading one, replaying it on the present clock, making one. */
@NullMarked
package io.argosy.marketfeed.record;

import org.jspecify.annotations.NullMarked;
