/** Step "alarm": freezes a treasury that lost money, at every daemon; never thaws. */
@NullMarked
package io.argosy.reconcile.alarm;

import org.jspecify.annotations.NullMarked;
