package io.rtpengine.sidecar.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ListProfilesRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.ProfileServiceGrpc;
import io.rtpengine.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.rtpengine.v1.ReloadProfilesRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles, as callers and operators see them. */
class ProfileServiceTest {

  @TempDir private Path directory;
  private Path file;
  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("profiles.txtpb");
    Files.writeString(file, "profile { name: \"mine\" offer { flags: \"first\" } }");
    engine = FakeEngine.start();
    engine.always("offer", FakeReply.of(Map.of("result", "ok", "sdp", "v=0\r\n")));
    sidecar = RunningSidecar.inFrontOf(engine.address(), Map.of("PROFILES_FILE", file.toString()));
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @Test
  void shippedProfilesAndThoseOfTheFileAreListed() {
    assertThat(
            profiles()
                .listProfiles(ListProfilesRequest.getDefaultInstance())
                .getProfilesList()
                .stream()
                .map(listed -> listed.getProfile().getName()))
        .contains("mine", "webrtc-to-sip", "sip-to-webrtc")
        .isSorted();
  }

  @Test
  void requestsTakeProfilesAsTheyAreWhenTheyCome() throws Exception {
    assertThat(offered()).contains("first");

    Files.writeString(file, "profile { name: \"mine\" offer { flags: \"second\" } }");
    var unused = profiles().reloadProfiles(ReloadProfilesRequest.getDefaultInstance());

    assertThat(offered()).contains("second");
  }

  @Test
  void reloadOfAFileInErrorIsToldAndChangesNothing() throws Exception {
    Files.writeString(file, "profile {\n  name: \"mine\"\n  offers {}\n}");

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> profiles().reloadProfiles(ReloadProfilesRequest.getDefaultInstance()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused)
        .hasMessageContaining("line 3 (profile \"mine\")")
        .hasMessageContaining("offers");
    assertThat(offered()).contains("first");
  }

  @Test
  void fileInErrorRefusesTheStart() throws Exception {
    Files.writeString(file, "profile { name: \"mine\" offers {} }");

    assertThatIOException()
        .isThrownBy(
            () ->
                RunningSidecar.inFrontOf(
                    engine.address(), Map.of("PROFILES_FILE", file.toString())))
        .withMessageContaining("profiles_file")
        .withMessageContaining("line 1 (profile \"mine\")");
  }

  private String offered() throws Exception {
    var unused =
        CallServiceGrpc.newBlockingStub(sidecar.channel())
            .offer(
                OfferRequest.newBuilder()
                    .setCallId("ci")
                    .setFromTag("ft")
                    .setSdp(ByteString.copyFromUtf8("v=0"))
                    .addProfiles("mine")
                    .build());
    int sent = engine.requests().size();
    return new String(engine.requests().get(sent - 1).bytes(), UTF_8);
  }

  private ProfileServiceBlockingStub profiles() {
    return ProfileServiceGrpc.newBlockingStub(sidecar.channel());
  }
}
