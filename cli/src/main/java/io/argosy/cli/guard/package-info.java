/**
 * Guards custody hosts: what their administrators ask of the daemons, each on its operator port.
 */
@NullMarked
package io.argosy.cli.guard;

import org.jspecify.annotations.NullMarked;
