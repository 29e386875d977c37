/** What operators and approvers ask of a running deployment, each command a process of its own. */
@NullMarked
package io.argosy.cli.operate;

import org.jspecify.annotations.NullMarked;
