/** Sign: quorums of custody take turns to sign shards; what does not verify is never stored. */
@NullMarked
package io.argosy.api.sign;

import org.jspecify.annotations.NullMarked;
