"""The events of a sidecar, for as long as somebody wants them.

    for message in events(channel):
        if message.WhichOneof("message") == "event": ...

Over lost connections and restarts of the sidecar, it subscribes again and goes on where it was. What can't be made good is
a message as well: `gap`.
"""

import random
import time

import grpc

from rtpengine.v1 import notification_service_pb2 as api
from rtpengine.v1 import notification_service_pb2_grpc as stubs

HEARTBEAT_SECONDS = 5
SHORTEST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 10

# What is no better for being tried again.
FINAL = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
)

# A connection that is dead without a word is noticed by this.
CHANNEL_OPTIONS = [
    ("grpc.keepalive_time_ms", 15_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.max_reconnect_backoff_ms", 2_000),
]


def events(channel, filter=None, resume_token=None):
    """Yields `started`, `event`, `gap` and `heartbeat` messages, without end.

    resume_token: where to go on; the newest that an earlier call of this has yielded. Default: from now on.
    """
    stub = stubs.NotificationServiceStub(channel)
    pause = SHORTEST_PAUSE_SECONDS
    while True:
        request = api.SubscribeRequest(filter=filter, resume_token=resume_token)
        request.heartbeat_interval.seconds = HEARTBEAT_SECONDS
        try:
            for message in stub.Subscribe(request, wait_for_ready=True):
                pause = SHORTEST_PAUSE_SECONDS
                yield message
                # Once the caller has handled it: with a token, what was missed comes after `started`.
                kind = message.WhichOneof("message")
                if kind and not (kind == "started" and resume_token):
                    resume_token = getattr(message, kind).resume_token
        except grpc.RpcError as error:
            if error.code() in FINAL:
                raise
        time.sleep(random.uniform(pause / 2, pause * 3 / 2))
        pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)
