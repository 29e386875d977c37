/** The three ports: the application's and the watcher's, the peers', the host's operators'. */
@NullMarked
package io.argosy.custody.serve;

import org.jspecify.annotations.NullMarked;
