/** Follow: every block is read for what the executor tells of leaves, whoever submitted it. */
@NullMarked
package io.argosy.api.follow;

import org.jspecify.annotations.NullMarked;
