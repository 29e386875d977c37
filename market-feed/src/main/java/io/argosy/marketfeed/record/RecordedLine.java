package io.argosy.marketfeed.record;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a recording.
 *
 * @param received when it came, on the clock of the recording
 * @param frame what the venue sent, character by character; empty where a connection opened
 */
public record RecordedLine(String venue, Instant received, Optional<String> frame) {}
