package io.rtpengine.sidecar.it;

import static io.rtpengine.sidecar.it.Call.A_WHILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.ListCallsRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.Served;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Ping, offer, answer, query, list, statistics, delete. */
@OnEveryRelease
final class CallIT {

  @AutoClose private final Rig rig;

  CallIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void pingIsAnsweredByTheNode() {
    Served served = rig.nodes().ping(PingRequest.getDefaultInstance()).getServed();

    assertThat(served.getResult()).isEqualTo("pong");
    assertThat(served.getNode()).isEqualTo(rig.node());
    assertThat(served.getAttemptsList()).hasSize(1);
  }

  @Test
  void mediaCrossBothWays() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();
    }
  }

  @Test
  void digitsCross() {
    try (Call call = rig.call()) {
      call.alice().sender().sendDigit('5', A_WHILE);
      call.alice().sender().sendDigit('#', A_WHILE);

      call.bob().receiver().awaitDigits("5#");
    }
  }

  @Test
  void reportsCross() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();
      Block lossy = new Block(call.bob().sender().ssrc(), 64, 5, 100, 800, 0, 0);
      call.alice().sender().sendSenderReport(lossy);
      call.bob().sender().sendReceiverReport();

      call.bob().receiver().awaitReport(SenderReport.class);
      call.alice().receiver().awaitReport(ReceiverReport.class);
    }
  }

  @Test
  void queryCountsWhatCrossed() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();

      CallReport report =
          rig.calls().query(QueryRequest.newBuilder().setCallId(call.id()).build()).getReport();

      assertThat(report.getTagsMap()).containsOnlyKeys(call.aliceTag(), call.bobTag());
      assertThat(report.getTotals().getRtp().getPackets()).isEqualTo(20);
      assertThat(report.hasCreateTime()).isTrue();
    }
  }

  @Test
  void deleteReturnsTheFinalStatistics() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();

      // Without a tag, 10.5 returns none.
      DeleteResponse deleted =
          rig.calls()
              .delete(
                  DeleteRequest.newBuilder()
                      .setCallId(call.id())
                      .setFromTag(call.aliceTag())
                      .build());

      assertThat(deleted.getReport().getTotals().getRtp().getPackets()).isEqualTo(20);
      assertThat(deleted.getServed().getWarning()).isEmpty();
    }
  }

  @Test
  void deletingAnUnknownCallIsAWarning() {
    DeleteResponse deleted = Call.delete(rig.calls(), Call.newId());

    assertThat(deleted.getServed().getWarning()).isNotEmpty();
    assertThat(deleted.getReport().getTagsMap()).isEmpty();
  }

  @Test
  void callsAreListedWhileTheyLast() {
    ListCallsRequest request = ListCallsRequest.newBuilder().setLimit(500).build();
    Call call = rig.call();
    try (call) {
      assertThat(rig.calls().listCalls(request).getCallIdsList()).contains(call.id());
    }

    assertThat(rig.calls().listCalls(request).getCallIdsList()).doesNotContain(call.id());
  }

  @Test
  void statisticsCountSessionsAndPackets() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();

      EngineStatistics statistics =
          rig.nodes().getStatistics(GetStatisticsRequest.getDefaultInstance()).getStatistics();

      assertThat(statistics.getCurrent().getSessions()).isPositive();
      assertThat(statistics.getTotal().getUserRelayed().getPackets()).isPositive();
      assertThat(statistics.getControl().getExtraMap()).isEmpty();
    }
  }

  @Test
  void sdpThatIsNotUtf8PassesUnharmed() {
    String id = Call.newId();
    byte[] cafe = "s=caf\u00e9\r\n".getBytes(StandardCharsets.ISO_8859_1);
    try (RtpEndpoint alice = RtpEndpoint.open()) {
      String[] parts = Sdp.audio(alice.address()).split("s=-\r\n", 2);
      OfferResponse offered =
          rig.calls()
              .offer(
                  OfferRequest.newBuilder()
                      .setCallId(id)
                      .setFromTag("alice")
                      .setSdp(
                          ByteString.copyFromUtf8(parts[0])
                              .concat(ByteString.copyFrom(cafe))
                              .concat(ByteString.copyFromUtf8(parts[1])))
                      .build());

      assertThat(offered.getSdp().isValidUtf8()).isFalse();
      assertThat(offered.getSdp().toString(StandardCharsets.ISO_8859_1))
          .contains("s=caf\u00e9\r\n");
    } finally {
      Call.delete(rig.calls(), id);
    }
  }
}
