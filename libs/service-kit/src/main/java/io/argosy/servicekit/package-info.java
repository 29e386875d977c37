/**
 * What every service is made of at its edges: strict configuration, mutual TLS, identities, roles,
 * refusals, health and a clean stop.
 */
@NullMarked
package io.argosy.servicekit;

import org.jspecify.annotations.NullMarked;
