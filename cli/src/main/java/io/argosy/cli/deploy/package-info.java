/**
 * Sets up a whole deployment on this machine, each part in its own folder and process, for the demo
 * and for whole-system tests.
 */
@NullMarked
package io.argosy.cli.deploy;

import org.jspecify.annotations.NullMarked;
