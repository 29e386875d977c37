/**
 * Receive: every row of an import is checked, and every fault is told by line before a batch is.
 */
@NullMarked
package io.argosy.api.receive;

import org.jspecify.annotations.NullMarked;
