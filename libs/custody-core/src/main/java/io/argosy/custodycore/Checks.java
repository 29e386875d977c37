package io.argosy.custodycore;

import java.time.Instant;

/** One request's checks, which end at the first that does not hold. */
@FunctionalInterface
interface Checks<T> {
  T run(Instant now) throws Denial;

  /**
   * What comes of them; a refusal is counted in the journal.
   *
   * @param malformed the reason of a text or a value that cannot be read
   */
  default Answer<T> answer(Journal journal, Instant now, Why malformed) {
    Answer.Refused<T> refused;
    try {
      return new Answer.Granted<>(run(now));
    } catch (Denial denial) {
      refused = denial.answer();
    } catch (IllegalArgumentException e) {
      refused = new Answer.Refused<>(malformed, String.valueOf(e.getMessage()));
    }
    journal.count(refused.why(), refused.detail(), now);
    return refused;
  }
}
