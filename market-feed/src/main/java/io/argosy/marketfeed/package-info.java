/** The market feed: replays recorded venues, checks what they said, publishes prices. */
@NullMarked
package io.argosy.marketfeed;

import org.jspecify.annotations.NullMarked;
