/** A custody daemon: one share of every key, its own checks, and no trust in anybody. */
@NullMarked
package io.argosy.custody;

import org.jspecify.annotations.NullMarked;
