/** Plan: payable leaves become shards, each backed by money that is finally there. */
@NullMarked
package io.argosy.api.plan;

import org.jspecify.annotations.NullMarked;
