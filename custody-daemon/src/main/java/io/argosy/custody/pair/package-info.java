/** Pair: two daemons set up their oblivious transfers again, by themselves and not too often. */
@NullMarked
package io.argosy.custody.pair;

import org.jspecify.annotations.NullMarked;
