/** Configuration: typed and validated. */
@NullMarked
package io.rtpengine.sidecar.config;

import org.jspecify.annotations.NullMarked;
