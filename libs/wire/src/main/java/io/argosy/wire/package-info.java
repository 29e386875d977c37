/** Between the wire and the model: every violation is listed, and nothing half valid gets in. */
@NullMarked
package io.argosy.wire;

import org.jspecify.annotations.NullMarked;
