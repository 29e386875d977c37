/** Ceremony: a key is made by all daemons together, started on each host. */
@NullMarked
package io.argosy.custody.ceremony;

import org.jspecify.annotations.NullMarked;
