package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.Optional;

/**
 * A command that a node has carried out for a caller. Immutable and thread-safe.
 *
 * @param rpc the RPC that it came by
 * @param callId the call that it concerns, if it concerns one
 * @param request the request, a message of the RPC's type in wire form
 * @param setId the set of the node
 * @param node the node's name
 * @param response what the caller is told, a message of the RPC's type in wire form
 */
public record CarriedOut(
    MethodDescriptor rpc,
    Optional<String> callId,
    ByteString request,
    int setId,
    String node,
    ByteString response) {}
