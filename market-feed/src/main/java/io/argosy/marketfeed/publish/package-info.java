/** Tells quotes to whoever watches them, the newest always, every one never. */
@NullMarked
package io.argosy.marketfeed.publish;

import org.jspecify.annotations.NullMarked;
