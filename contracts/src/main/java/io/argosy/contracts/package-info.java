/** The compiled contracts, as they are deployed. */
@NullMarked
package io.argosy.contracts;

import org.jspecify.annotations.NullMarked;
