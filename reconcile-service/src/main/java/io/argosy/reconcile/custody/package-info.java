/**
 * Step "custody": reads what each daemon registered and checks it; t that agree make a leaf signed.
 */
@NullMarked
package io.argosy.reconcile.custody;

import org.jspecify.annotations.NullMarked;
