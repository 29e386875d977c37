/** The demo: a whole deployment on this machine, one batch from file to reconciliation. */
@NullMarked
package io.argosy.cli.demo;

import org.jspecify.annotations.NullMarked;
