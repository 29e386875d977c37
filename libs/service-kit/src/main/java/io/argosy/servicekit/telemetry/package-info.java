/** What a process tells about itself: one trace id through every hop, and counts of its calls. */
@NullMarked
package io.argosy.servicekit.telemetry;

import org.jspecify.annotations.NullMarked;
