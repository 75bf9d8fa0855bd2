"""Runs a sidecar, stops it, and runs it again, while the recipe of events.py subscribes to it.

    events_test.py bin/rtpengine-sidecar HOST

HOST is a loopback address that nobody else uses.
"""

import os
import signal
import socket
import subprocess
import sys

import grpc

from events import CHANNEL_OPTIONS, events

HOST = sys.argv[2]
GRPC, NOTIFICATIONS = (HOST, 50551), (HOST, 50552)


def start(program):
    sidecar = subprocess.Popen(
        [program],
        env={
            **os.environ,
            "GRPC_LISTEN": "%s:%d" % GRPC,
            "HTTP_LISTEN": HOST + ":0",
            "NOTIFICATION_SOCK": "%s:%d" % NOTIFICATIONS,
            "XMLRPC_LISTEN": "none",
            "RTPENGINE_SOCK": "udp:%s:2223" % HOST,
            "STATE_FILE": "none",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in sidecar.stderr:
        if "notifications on" in line:
            return sidecar
    raise AssertionError("the sidecar did not start")


def stop(sidecar):
    sidecar.send_signal(signal.SIGTERM)
    sidecar.wait(60)


def press(digit):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine:
        engine.sendto(b'{"callid":"c","source_tag":"t","type":"DTMF","event":%d}' % digit, NOTIFICATIONS)


def next_of(stream, kind):
    for message in stream:
        if message.WhichOneof("message") == kind:
            return getattr(message, kind)
        assert message.WhichOneof("message") == "heartbeat", message


sidecar = start(sys.argv[1])
try:
    stream = events(grpc.insecure_channel("%s:%d" % GRPC, options=CHANNEL_OPTIONS))
    next_of(stream, "started")
    press(1)
    assert next_of(stream, "event").dtmf.digit == "1"

    stop(sidecar)
    sidecar = start(sys.argv[1])
    next_of(stream, "started")
    assert not next_of(stream, "gap").HasField("missed")
    press(2)
    assert next_of(stream, "event").dtmf.digit == "2"
    print("events: over a restart, with a gap that says so")
finally:
    stop(sidecar)
