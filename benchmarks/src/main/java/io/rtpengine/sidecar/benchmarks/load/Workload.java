package io.rtpengine.sidecar.benchmarks.load;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.NodeServiceOuterClass;
import java.util.List;
import java.util.Set;

/** What is asked, over and over again: the same of an engine as of a sidecar. */
enum Workload {
  /** Pings. */
  PING,
  /** Calls: an offer, an answer and a delete each. */
  CALL;

  /**
   * A request.
   *
   * @param method the RPC that it is in the contract
   * @param command the command that it is in NG
   * @param entries the other entries of the NG dictionary
   */
  record Step(MethodDescriptor method, String command, BencodeDictionary entries) {

    BencodeDictionary dictionary() {
      BencodeDictionary.Builder dictionary = BencodeDictionary.builder().put("command", command);
      entries.entries().forEach(entry -> dictionary.put(entry.getKey(), entry.getValue()));
      return dictionary.build();
    }

    byte[] bencode() {
      return BencodeWriter.encode(dictionary());
    }

    byte[] protobuf() {
      WireBuilder message = new WireBuilder();
      if (!new CommandCompiler(Set.of("command")).compile(method).readRequest(entries, message)) {
        throw new IllegalStateException("not in the contract: " + entries);
      }
      return message.toByteArray();
    }
  }

  /** Returns the requests of one round, in order. */
  List<Step> steps() {
    ServiceDescriptor nodes =
        NodeServiceOuterClass.getDescriptor().findServiceByName("NodeService");
    ServiceDescriptor calls =
        CallServiceOuterClass.getDescriptor().findServiceByName("CallService");
    return switch (this) {
      case PING ->
          List.of(new Step(nodes.findMethodByName("Ping"), "ping", BencodeDictionary.empty()));
      case CALL ->
          List.of(
              new Step(
                  calls.findMethodByName("Offer"),
                  "offer",
                  call().put("sdp", sdp(1)).put("ICE", "remove").build()),
              new Step(
                  calls.findMethodByName("Answer"),
                  "answer",
                  call().put("to-tag", "314159").put("sdp", sdp(2)).build()),
              // At once, and not in half a minute, as is the default: ended calls would pile up.
              new Step(
                  calls.findMethodByName("Delete"),
                  "delete",
                  call().put("delete delay", 0).build()));
    };
  }

  private static BencodeDictionary.Builder call() {
    return BencodeDictionary.builder()
        .put("call-id", Template.CALL_ID)
        .put("from-tag", "9fxced76sl")
        .put("flags", BencodeList.of(BencodeString.of("trust address")));
  }

  private static String sdp(int host) {
    return """
        v=0
        o=- 1545997027 1 IN IP4 198.51.100.%1$d
        s=call
        c=IN IP4 198.51.100.%1$d
        t=0 0
        m=audio 49170 RTP/AVP 8 0 9 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:9 G722/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=ptime:20
        a=maxptime:150
        a=rtcp:49171
        a=candidate:1 1 UDP 2130706431 198.51.100.%1$d 49170 typ host
        a=candidate:1 2 UDP 2130706430 198.51.100.%1$d 49171 typ host
        a=ice-ufrag:8hhY
        a=ice-pwd:asd88fgpdd777uzjYhagZg
        a=sendrecv
        """
        .formatted(host)
        .replace("\n", "\r\n");
  }
}
