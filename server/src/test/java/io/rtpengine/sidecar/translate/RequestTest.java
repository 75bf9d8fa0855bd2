package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.BlockMediaRequest;
import io.rtpengine.v1.CreateRequest;
import io.rtpengine.v1.CreatedMedia;
import io.rtpengine.v1.EndpointLearning;
import io.rtpengine.v1.EndpointOptions;
import io.rtpengine.v1.IceMode;
import io.rtpengine.v1.IceNegotiation;
import io.rtpengine.v1.IceOptions;
import io.rtpengine.v1.MediaSource;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.PlayDtmfRequest;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.SessionOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of the contract as they are on the wire. */
class RequestTest {

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder()
          .setCallId("c")
          .setFromTag("f")
          .setSdp(ByteString.copyFromUtf8("v=0"))
          .build();

  private static final String OFFER_BENCODE = "7:call-id1:c8:from-tag1:f3:sdp3:v=0";

  private static final String SUPPORTS = "8:supportsl10:load limite";

  @Test
  void offerAlwaysSaysThatItUnderstandsLoadLimits() throws Exception {
    assertThat(written(OFFER)).isEqualTo(bencode("d" + OFFER_BENCODE + SUPPORTS + "e"));
  }

  @Test
  void endpointLearningTravelsAsAListWhichEveryReleaseReads() throws Exception {
    OfferRequest offer =
        OFFER.toBuilder()
            .setOptions(
                SessionOptions.newBuilder()
                    .setEndpoint(
                        EndpointOptions.newBuilder()
                            .setEndpointLearning(EndpointLearning.ENDPOINT_LEARNING_IMMEDIATE)))
            .build();

    assertThat(written(offer))
        .isEqualTo(
            bencode("d" + OFFER_BENCODE + "17:endpoint-learningl9:immediatee" + SUPPORTS + "e"));
  }

  @Test
  void bareEndpointLearningIsKeptAsItIs() throws Exception {
    String received = "d" + OFFER_BENCODE + "17:endpoint-learning9:immediate" + SUPPORTS + "e";

    OfferRequest offer = (OfferRequest) read(received, OfferRequest.newBuilder());

    assertThat(offer.getExtraMap()).containsOnlyKeys("endpoint-learning");
    assertThat(written(offer)).isEqualTo(bencode(received));
  }

  @Test
  void iceModeAloneTravelsAsAStringWhichEveryReleaseReads() throws Exception {
    OfferRequest offer =
        OFFER.toBuilder()
            .setOptions(
                SessionOptions.newBuilder()
                    .setIce(
                        IceOptions.newBuilder()
                            .setNegotiation(
                                IceNegotiation.newBuilder().setMode(IceMode.ICE_MODE_FORCE))))
            .build();

    assertThat(written(offer))
        .isEqualTo(bencode("d" + OFFER_BENCODE + "3:ICE5:force" + SUPPORTS + "e"));
  }

  @Test
  void everyPartOfAnOfferIsMissedByName() {
    assertThat(violations(OfferRequest.getDefaultInstance()))
        .containsExactlyInAnyOrder(
            "MISSING_CALL_ID call_id", "MISSING_FIELD from_tag", "MISSING_FIELD sdp");
  }

  @Test
  void digitThatIsANumberIsKeptAmongTheExtraEntriesAndIsNotMissed() throws Exception {
    String received = "d7:call-id1:c8:from-tag1:f4:codei5ee";

    PlayDtmfRequest request = (PlayDtmfRequest) read(received, PlayDtmfRequest.newBuilder());

    assertThat(request.getDigit()).isEmpty();
    assertThat(violations(request)).isEmpty();
    assertThat(written(request)).isEqualTo(bencode(received));
  }

  @Test
  void digitThatIsNoneIsRefused() {
    PlayDtmfRequest request = PlayDtmfRequest.newBuilder().setCallId("c").setDigit("E").build();

    assertThat(violations(request)).containsExactly("INVALID_FIELD digit");
  }

  @Test
  void mediaWithoutASourceAreRefused() {
    PlayMediaRequest request = PlayMediaRequest.newBuilder().setCallId("c").build();

    assertThat(violations(request)).containsExactly("MISSING_FIELD source");
    assertThat(violations(request.toBuilder().setSource(MediaSource.getDefaultInstance()).build()))
        .containsExactly("MISSING_FIELD source");
  }

  @Test
  void sourceThatIsNotTypedIsNotMissed() throws Exception {
    String received = "d7:call-id1:c8:from-tag1:f5:db-id2:17e";

    PlayMediaRequest request = (PlayMediaRequest) read(received, PlayMediaRequest.newBuilder());

    assertThat(violations(request)).isEmpty();
    assertThat(written(request)).isEqualTo(bencode(received));
  }

  @Test
  void everybodyAndATagAreKeptThoughOnlyOneOfThemCanBeTheSelector() throws Exception {
    for (String received :
        List.of(
            "d7:call-id1:c5:flagsl3:alle8:from-tag1:fe",
            "d7:call-id1:c8:from-tag1:f5:flagsl3:allee")) {
      BlockMediaRequest request =
          (BlockMediaRequest) read(received, BlockMediaRequest.newBuilder());

      assertThat(violations(request)).isEmpty();
      assertThat(written(request)).isEqualTo(bencode(received));
    }
  }

  @Test
  void createdMediaNeedATypeAndNoCodecs() throws Exception {
    String received = "d7:call-id1:c5:mediald4:type5:audioeee";

    CreateRequest request = (CreateRequest) read(received, CreateRequest.newBuilder());

    assertThat(violations(request)).isEmpty();
    assertThat(written(request)).isEqualTo(bencode(received));
    assertThat(violations(request.toBuilder().addMedia(CreatedMedia.newBuilder()).build()))
        .containsExactly("MISSING_FIELD media[1].type");
  }

  private static BencodeValue bencode(String text) throws Exception {
    return BencodeReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Message read(String received, Message.Builder builder) throws Exception {
    assertThat(plan(builder).read((BencodeDictionary) bencode(received), builder)).isTrue();
    return builder.build();
  }

  private static BencodeValue written(Message message) throws Exception {
    BencodeWriter writer = new BencodeWriter(256);
    plan(message.toBuilder()).write(message, writer);
    return BencodeReader.read(writer.toByteArray());
  }

  private static List<String> violations(Message message) {
    try {
      plan(message.toBuilder()).write(message, new BencodeWriter(256)).throwIfAny();
      return List.of();
    } catch (InvalidMessageException invalid) {
      return invalid.violations().stream()
          .map(violation -> violation.kind() + " " + violation.field())
          .toList();
    }
  }

  private static Wire plan(Message.Builder builder) {
    return Wire.of(builder.getDescriptorForType(), "command");
  }
}
