/**
 * Starts the real parts that Argosy runs on: database, chain node, key stores, and our processes.
 */
@NullMarked
package io.argosy.stack;

import org.jspecify.annotations.NullMarked;
