/** The state machines of a batch, as data: which move is allowed stands in one place. */
@NullMarked
package io.argosy.api.state;

import org.jspecify.annotations.NullMarked;
