/** Fund: lanes that run low get the next refill that officers signed for, as a planned row. */
@NullMarked
package io.argosy.api.fund;

import org.jspecify.annotations.NullMarked;
