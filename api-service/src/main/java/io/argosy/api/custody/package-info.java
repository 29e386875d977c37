/** Speaks to custody's daemons, each over a channel of its own; believes none of them. */
@NullMarked
package io.argosy.api.custody;

import org.jspecify.annotations.NullMarked;
