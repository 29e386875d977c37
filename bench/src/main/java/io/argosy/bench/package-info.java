/** Measuring, as commands: every figure in the documents comes from one of these. */
@NullMarked
package io.argosy.bench;

import org.jspecify.annotations.NullMarked;
