/** A tamper-evident log: append, prove, checkpoint, verify (RFC 6962 hashing). */
@NullMarked
package io.argosy.auditlog;

import org.jspecify.annotations.NullMarked;
