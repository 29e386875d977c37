/** The main job: its stages, one after another, each taking up what the one before committed. */
@NullMarked
package io.argosy.api;

import org.jspecify.annotations.NullMarked;
