/** Whole-system tests and the rules that hold between the modules. */
@NullMarked
package io.argosy.acceptance;

import org.jspecify.annotations.NullMarked;
