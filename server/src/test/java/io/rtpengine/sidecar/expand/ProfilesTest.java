package io.rtpengine.sidecar.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.rtpengine.sidecar.expand.ExpansionException.Kind;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.IceMode;
import io.rtpengine.v1.IceNegotiation;
import io.rtpengine.v1.IceOptions;
import io.rtpengine.v1.ListedProfile;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.Profile;
import io.rtpengine.v1.ProfileOrigin;
import io.rtpengine.v1.RtcpMuxOptions;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.TransportOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How profiles are read, and what they add to requests. */
class ProfilesTest {

  private static final ProfileReader READER = Expanding.profileReader();

  private static final Path README = Path.of("../README.md");

  private static final String MINE =
      """
      # A comment.
      profile {
        name: "mine"
        offer {
          options {
            ice { negotiation { mode: ICE_MODE_REMOVE } }
            transport { rtcp_mux { demux: true } }
          }
          flags: "one"
          extra { key: "novelty" value { text: "profile" } }
        }
        answer { options { ice { negotiation { mode: ICE_MODE_FORCE } } } }
      }
      profile {
        name: "other"
        offer {
          options {
            ice { negotiation { mode: ICE_MODE_OPTIONAL } }
            srtp { sdes { off: true } }
          }
          flags: "one"
          flags: "two"
        }
      }
      """;

  private static OfferRequest.Builder offer(String... profiles) {
    return OfferRequest.newBuilder().setCallId("ci").addAllProfiles(List.of(profiles));
  }

  private static String wire(OfferRequest.Builder offer) throws Exception {
    return Expanding.wire(mine().expand("Offer", offer.build()));
  }

  private static Expanding mine() throws InvalidProfilesException {
    return new Expanding(Profiles.shipped(READER.read(MINE)));
  }

  @Test
  void profileAddsWhatTheRequestDoesNotSay() throws Exception {
    assertThat(wire(offer("mine").setFromTag("ft").setSdp(Expanding.SDP)))
        .contains("ICE=remove")
        .contains("rtcp-mux=[demux]")
        .contains("flags=[one]")
        .contains("novelty=profile");
  }

  @Test
  void answerTakesWhatTheProfileSaysOfAnswers() throws Exception {
    AnswerRequest answer =
        AnswerRequest.newBuilder()
            .setCallId("ci")
            .setFromTag("ft")
            .setToTag("tt")
            .setSdp(Expanding.SDP)
            .addProfiles("mine")
            .build();

    assertThat(Expanding.wire(mine().expand("Answer", answer)))
        .contains("ICE=force")
        .doesNotContain("rtcp-mux");
  }

  @Test
  void offerThatIsForcedToBeAnAnswerTakesThatToo() throws Exception {
    OfferRequest.Builder forced =
        offer("mine")
            .setFromTag("ft")
            .setToTag("tt")
            .setSdp(Expanding.SDP)
            .setFlagsString("force-answer");

    assertThat(wire(forced)).startsWith("answer").contains("ICE=force");
  }

  @Test
  void requestGoesBeforeItsProfilesAndTheFirstBeforeTheNext() throws Exception {
    SessionOptions own =
        SessionOptions.newBuilder()
            .setTransport(
                TransportOptions.newBuilder()
                    .setRtcpMux(RtcpMuxOptions.newBuilder().setDemux(false).setAccept(true)))
            .build();

    assertThat(
            wire(
                offer("mine", "other")
                    .setFromTag("ft")
                    .setSdp(Expanding.SDP)
                    .setOptions(own)
                    .addFlags("zero")
                    .putExtra("novelty", NgValue.newBuilder().setText("request").build())))
        .contains("ICE=remove")
        .contains("rtcp-mux=[accept]")
        .contains("SDES=[off]")
        .contains("flags=[zero one two]")
        .contains("novelty=request");
    assertThat(wire(offer("other", "mine").setFromTag("ft").setSdp(Expanding.SDP)))
        .contains("ICE=optional");
  }

  @Test
  void flagStringGoesBeforeProfilesToo() throws Exception {
    assertThat(
            wire(offer("mine").setFromTag("ft").setSdp(Expanding.SDP).setFlagsString("ICE=force")))
        .contains("ICE=force");
  }

  @Test
  void partsOfOneMessageMayComeFromBothSides() throws Exception {
    SessionOptions own =
        SessionOptions.newBuilder()
            .setIce(
                IceOptions.newBuilder()
                    .setTrickle(true)
                    .setNegotiation(IceNegotiation.newBuilder().setMode(IceMode.ICE_MODE_FORCE)))
            .build();

    assertThat(wire(offer("mine").setFromTag("ft").setSdp(Expanding.SDP).setOptions(own)))
        .contains("ICE=force")
        .contains("flags=[trickle-ICE one]")
        .contains("rtcp-mux=[demux]");
  }

  @Test
  void profileThatIsNotThereIsAnError() {
    ExpansionException unknown =
        catchThrowableOfType(
            ExpansionException.class, () -> mine().expand("Offer", offer("yours").build()));

    assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN_PROFILE);
    assertThat(unknown.field()).isEqualTo("profiles");
    assertThat(unknown).hasMessageContaining("'yours'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "profile { name: \"a\"; offer { options { ices { } } } } | line 2 (profile \"a\"): .*ices.*",
        "profile { name: \"a\" };; profile {; name: \"b\"; offr {} } | line 5 (profile \"b\"): .*offr.*",
        "profile {; offr {}; name: \"b\" } | line 2: .*offr.*",
        "profile { name: \"a\"; name: \"b\" } | line 2 .*name.*",
        "profile { name: \"a\" | line 1 .*",
        "profile {};profile { name: \"b\" } | line 1: name: .*",
        "profile { name: \"a\" };profile {; name: \"a\" } | line 3 (profile \"a\"): name: .*two.*",
        "profile { name: \"a\"; offer { options { ice {; negotiation {; mode: ICE_MODE_UNSPECIFIED } } } } }"
            + " | line 4 (profile \"a\"): offer.options.ice.negotiation.mode: .*",
        "profile { name: \"a\"; answer {; extra { key: \"x\" value {} } } }"
            + " | line 3 (profile \"a\"): answer.extra.*",
        "profile { name: \"a\"; offer { options { transport { tos:; 300 } } } }"
            + " | line [23] (profile \"a\"): offer.options.transport.tos: .*",
      })
  void whatIsWrongIsNamedWithItsProfileItsFieldAndItsLine(String file, String message) {
    assertThatExceptionOfType(InvalidProfilesException.class)
        .isThrownBy(() -> READER.read(file.replace(";", "\n")))
        .withMessageMatching(message.replace("(", "\\(").replace(")", "\\)"));
  }

  @Test
  void shippedProfilesAreInOrder() throws Exception {
    List<Profile> shipped =
        ProfileCatalogue.open(() -> READER, Optional.empty()).now().list().stream()
            .map(ListedProfile::getProfile)
            .toList();

    assertThat(shipped)
        .extracting(Profile::getName)
        .contains("webrtc-to-sip", "sip-to-webrtc", "srtp-to-rtp", "rtp-to-srtp");
    assertThat(shipped)
        .allSatisfy(
            profile -> {
              assertThat(profile.getDescription()).isNotBlank();
              assertThat(profile.hasOffer()).isTrue();
            });
  }

  @Test
  void shippedProfilesAreThoseOfTheReadme() throws Exception {
    assertThat(
            Pattern.compile("(?m)^\\| (`[a-z0-9-]+-to-[a-z0-9-]+`.*?) \\|")
                .matcher(Files.readString(README))
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", "))))
        .containsExactlyInAnyOrderElementsOf(
            ProfileCatalogue.open(() -> READER, Optional.empty()).now().list().stream()
                .map(listed -> listed.getProfile().getName())
                .toList());
  }

  @Test
  void exampleOfTheReadmeIsInOrder() throws Exception {
    Matcher example =
        Pattern.compile("(?ms)^    profile \\{.*?^    \\}").matcher(Files.readString(README));

    assertThat(example.find()).isTrue();
    assertThat(READER.read(example.group()))
        .singleElement()
        .satisfies(profile -> assertThat(profile.getOffer().hasOptions()).isTrue());
  }

  @Test
  void profilesOfAFileComeBesideAndOverThoseShipped(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("profiles.txtpb");
    Files.writeString(file, MINE + "profile { name: \"webrtc-to-sip\" description: \"ours\" }");

    Profiles profiles = ProfileCatalogue.open(() -> READER, Optional.of(file)).now();

    assertThat(profiles.list())
        .extracting(listed -> listed.getProfile().getName(), ListedProfile::getOrigin)
        .contains(
            tuple("mine", ProfileOrigin.PROFILE_ORIGIN_FILE),
            tuple("webrtc-to-sip", ProfileOrigin.PROFILE_ORIGIN_FILE_OVER_SHIPPED),
            tuple("sip-to-webrtc", ProfileOrigin.PROFILE_ORIGIN_SHIPPED));
    assertThat(profiles.options("webrtc-to-sip", false).orElseThrow().hasOptions()).isFalse();
  }

  @Test
  void fileThatCanNotBeReadIsAnError(@TempDir Path directory) {
    assertThatExceptionOfType(InvalidProfilesException.class)
        .isThrownBy(
            () -> ProfileCatalogue.open(() -> READER, Optional.of(directory.resolve("missing"))))
        .withMessageContaining("profiles_file")
        .withMessageContaining("missing");
  }

  @Test
  void reloadThatFailsChangesNothing(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("profiles.txtpb");
    Files.writeString(file, MINE);
    ProfileCatalogue catalogue = ProfileCatalogue.open(() -> READER, Optional.of(file));
    Profiles before = catalogue.now();

    Files.writeString(file, "profile { nam: \"x\" }");
    assertThatExceptionOfType(InvalidProfilesException.class)
        .isThrownBy(catalogue::reload)
        .withMessageContaining("line 1");
    assertThat(catalogue.now()).isSameAs(before);

    Files.writeString(file, "profile { name: \"x\" }");
    assertThat(catalogue.reload().list())
        .extracting(listed -> listed.getProfile().getName())
        .contains("x")
        .doesNotContain("mine");
  }
}
