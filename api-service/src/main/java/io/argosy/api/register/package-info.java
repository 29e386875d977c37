/** Register: every daemon takes an approved statement in, and its signed word for it is kept. */
@NullMarked
package io.argosy.api.register;

import org.jspecify.annotations.NullMarked;
