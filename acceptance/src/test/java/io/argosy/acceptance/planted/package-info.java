/** Violations on purpose: each architecture rule must trip over its own. */
@NullMarked
package io.argosy.acceptance.planted;

import org.jspecify.annotations.NullMarked;
