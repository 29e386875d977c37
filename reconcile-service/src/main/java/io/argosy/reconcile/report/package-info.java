/** Step "report": answers what was compared, what was found and what was frozen. */
@NullMarked
package io.argosy.reconcile.report;

import org.jspecify.annotations.NullMarked;
