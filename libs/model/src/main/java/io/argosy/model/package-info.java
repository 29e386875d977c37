/** The words that all parts share: amounts, addresses, leaves, statements; no protobuf, no I/O. */
@NullMarked
package io.argosy.model;

import org.jspecify.annotations.NullMarked;
