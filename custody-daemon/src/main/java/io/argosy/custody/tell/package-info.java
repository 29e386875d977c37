/** Tell: daemons tell each other what they registered and which policy they hold. */
@NullMarked
package io.argosy.custody.tell;

import org.jspecify.annotations.NullMarked;
