"""A call's signalling through a sidecar: offer, answer, query, delete. Usage: call.py [HOST:PORT]"""

import sys
import uuid

import grpc

from rtpengine.v1 import call_service_pb2 as pb
from rtpengine.v1 import ice_pb2, session_pb2
from rtpengine.v1.call_service_pb2_grpc import CallServiceStub

SDP = "\r\n".join(
    [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "c=IN IP4 127.0.0.1",
        "t=0 0",
        "m=audio {port} RTP/AVP 0",
        "",
    ]
)


def sdp(port):
    return SDP.format(port=port).encode()


def audio_port(body):
    line = next(line for line in body.decode().splitlines() if line.startswith("m=audio "))
    return int(line.split()[1])


def main(sidecar):
    call_id = str(uuid.uuid4())
    # Bob is behind a browser, Alice is not.
    ice = ice_pb2.IceNegotiation(mode=ice_pb2.ICE_MODE_FORCE)
    options = session_pb2.SessionOptions(ice=ice_pb2.IceOptions(negotiation=ice))
    with grpc.insecure_channel(sidecar) as channel:
        calls = CallServiceStub(channel)

        offer = calls.Offer(
            pb.OfferRequest(call_id=call_id, from_tag="alice", sdp=sdp(20000), options=options), timeout=30
        )
        print(f"offer: port 20000 became {audio_port(offer.sdp)}, on {offer.served.node}")
        if b"a=candidate:" not in offer.sdp:
            sys.exit("the offer has no ICE candidate")

        answer = calls.Answer(
            pb.AnswerRequest(call_id=call_id, from_tag="alice", to_tag="bob", sdp=sdp(20002)), timeout=30
        )
        print(f"answer: port 20002 became {audio_port(answer.sdp)}")

        report = calls.Query(pb.QueryRequest(call_id=call_id), timeout=30).report
        print(f"query: the parties are {', '.join(sorted(report.tags))}")

        report = calls.Delete(pb.DeleteRequest(call_id=call_id), timeout=30).report
        print(f"delete: {report.totals.rtp.packets} packets crossed")

        try:
            calls.Query(pb.QueryRequest(call_id=call_id + "-unknown"), timeout=30)
            sys.exit("a call that is not there was found")
        except grpc.RpcError as error:
            print(f"query of another: {error.code().name}")
            if error.code() != grpc.StatusCode.NOT_FOUND:
                raise


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051")
