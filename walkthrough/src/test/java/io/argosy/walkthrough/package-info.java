/** What a reader of the documents does with the checkout, by its launcher and in its run folder. */
@NullMarked
package io.argosy.walkthrough;

import org.jspecify.annotations.NullMarked;
