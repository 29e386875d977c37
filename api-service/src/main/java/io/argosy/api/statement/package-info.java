/** A frozen statement as it is stored, with its leaves, for the stages that act on it. */
@NullMarked
package io.argosy.api.statement;

import org.jspecify.annotations.NullMarked;
