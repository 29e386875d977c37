/**
 * Approve: statements are handed out, people's signatures are collected, and a statement that
 * enough people signed goes on to custody, which believes none of this and checks by itself.
 */
@NullMarked
package io.argosy.api.approve;

import org.jspecify.annotations.NullMarked;
