/** Sessions with other daemons: who they are, what they say, and the protocol's rounds. */
@NullMarked
package io.argosy.custody.session;

import org.jspecify.annotations.NullMarked;
