/** Reads chains and submits to them over JSON-RPC, believing no answer that it can check. */
@NullMarked
package io.argosy.chainclient;

import org.jspecify.annotations.NullMarked;
