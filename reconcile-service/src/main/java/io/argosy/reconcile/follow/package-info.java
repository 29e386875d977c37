/** Step "follow": stores what final blocks say about treasuries and lanes, block by block. */
@NullMarked
package io.argosy.reconcile.follow;

import org.jspecify.annotations.NullMarked;
