/**
 * Screen: each payout is held against the policy's limits and against what it is worth; a finding
 * holds it for an operator, or rejects it.
 */
@NullMarked
package io.argosy.api.screen;

import org.jspecify.annotations.NullMarked;
