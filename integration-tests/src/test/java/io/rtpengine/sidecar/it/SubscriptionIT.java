package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.AnswerSubscriptionRequest;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.PublishRequest;
import io.rtpengine.v1.PublishResponse;
import io.rtpengine.v1.RequestSubscriptionRequest;
import io.rtpengine.v1.RequestSubscriptionResponse;
import io.rtpengine.v1.UnsubscribeRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Publishing media, and hearing those of others. */
@OnEveryRelease
final class SubscriptionIT {

  @AutoClose private final Rig rig;

  SubscriptionIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void subscriberHearsThePartyUntilItUnsubscribes() {
    try (Call call = rig.call();
        RtpEndpoint carol = RtpEndpoint.open()) {
      String carolTag = subscribe(call.id(), call.aliceTag(), carol);
      Call.assertHears(call.alice(), carol);
      Call.assertHearsNothing(call.bob(), carol);
      call.assertMediaCrosses();

      rig.subscriptions()
          .unsubscribe(
              UnsubscribeRequest.newBuilder().setCallId(call.id()).setToTag(carolTag).build());
      Call.assertHearsNothing(call.alice(), carol);
      call.assertMediaCrosses();
    }
  }

  @Test
  void subscriberHearsWhatIsPublished() {
    String id = Call.newId();
    try (RtpEndpoint publisher = RtpEndpoint.open();
        RtpEndpoint subscriber = RtpEndpoint.open()) {
      PublishResponse published =
          rig.subscriptions()
              .publish(
                  PublishRequest.newBuilder()
                      .setCallId(id)
                      .setFromTag("publisher")
                      .setSdp(Call.sdpOf(publisher, "sendonly"))
                      .build());
      Call.connect(publisher, published.getSdp());
      subscribe(id, "publisher", subscriber);

      Call.assertHears(publisher, subscriber);
    } finally {
      Call.delete(rig.calls(), id);
    }
  }

  /** Has an endpoint hear a party, and returns the tag that it does so under. */
  private String subscribe(String id, String tag, RtpEndpoint subscriber) {
    RequestSubscriptionResponse offered =
        rig.subscriptions()
            .requestSubscription(
                RequestSubscriptionRequest.newBuilder()
                    .setCallId(id)
                    .setParticipant(Participant.newBuilder().setFromTag(tag))
                    .build());
    assertThat(offered.getFromTagsList()).containsExactly(tag);
    Call.connect(subscriber, offered.getSdp());
    rig.subscriptions()
        .answerSubscription(
            AnswerSubscriptionRequest.newBuilder()
                .setCallId(id)
                .setToTag(offered.getToTag())
                .setSdp(Call.sdpOf(subscriber, "recvonly"))
                .build());
    return offered.getToTag();
  }
}
