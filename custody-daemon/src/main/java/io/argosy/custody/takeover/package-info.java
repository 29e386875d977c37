/** Takeover: a daemon that comes to a key learns what those who held it agreed to. */
@NullMarked
package io.argosy.custody.takeover;

import org.jspecify.annotations.NullMarked;
