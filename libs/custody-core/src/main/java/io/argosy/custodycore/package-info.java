/**
 * The trusted code: what custody believes, in whose hand, and everything that is checked and
 * recorded before a share is touched. No network.
 */
@NullMarked
package io.argosy.custodycore;

import org.jspecify.annotations.NullMarked;
