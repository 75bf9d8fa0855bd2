package io.rtpengine.sidecar.pool;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a pool stands on.
 *
 * @param endpoints opens the endpoints of nodes
 * @param commands what is sent on the pool's own behalf; asked for when there is something to send
 * @param loop what happens of its own accord happens on
 * @param random for jitter, and for requests that concern no call; thread-safe
 * @param states what the operator said of nodes before
 * @param observer is told what happens
 */
public record PoolDependencies(
    EndpointOpener endpoints,
    Supplier<NodeCommands> commands,
    PoolLoop loop,
    RandomGenerator random,
    OperatorStates states,
    PoolObserver observer) {}
