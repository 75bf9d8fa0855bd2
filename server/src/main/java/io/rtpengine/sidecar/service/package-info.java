/** The gRPC services. */
@NullMarked
package io.rtpengine.sidecar.service;

import org.jspecify.annotations.NullMarked;
