/** The schema that this service alone writes. */
@NullMarked
package io.argosy.api.store;

import org.jspecify.annotations.NullMarked;
