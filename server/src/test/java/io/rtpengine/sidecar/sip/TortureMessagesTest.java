package io.rtpengine.sidecar.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The torture messages of RFC 4475, under the names that they have there: what concerns media is
 * read from each, however odd the rest is. Those that RFC 4475 calls invalid are for the SIP server
 * to refuse; here, only those are refused of which nobody could say what they are.
 */
class TortureMessagesTest {

  private static final Path MESSAGES =
      Path.of("src/test/resources/io/rtpengine/sidecar/sip/SipFuzzTestInputs");

  /** Name, code and method, Call-ID, tags of From and To, branches, whether there is SDP. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "badaspec   | OPTIONS | badaspec.sdf0234n2nds0a099u23h3hnnw009cdkne3"
            + " | 433423 | - | z9hG4bKkdju43234 | -",
        "badbranch  | OPTIONS | badbranch.sadonfo23i420jv0as0derf3j3n"
            + " | 33242 | - | z9hG4bK | -",
        "baddate    | INVITE | baddate.239423mnsadf3j23lj42--sedfnm234"
            + " | 2234923 | - | z9hG4bKkdjuw | sdp",
        "baddn      | OPTIONS | baddn.31415@c.example.com | 43 | - | z9hG4bKkdjuw | -",
        "badinv01   | INVITE | badinv01.0ha0isndaksdjasdf3234nas" + " | 134161461246 | - | - | sdp",
        "badvers    | OPTIONS | badvers.31417@c.example.com" + " | qweoiqpe | - | z9hG4bKkdjuw | -",
        "bcast      | 200 INVITE | bcast.0384840201234ksdfak3j2erwedfsASdf"
            + " | 11141343 | 2229 | z9hG4bK1324923 z9hG4bK1saber23 | sdp",
        "bext01     | OPTIONS | bext01.0ha0isndaksdj | 242etr | - | z9hG4bKkdjuw | -",
        "clerr      | INVITE | clerr.0ha0isndaksdjweiafasdk3"
            + " | 93942939o2 | - | z9hG4bK-39234-23523 | sdp",
        "cparam01   | REGISTER | cparam01.70710@saturn.example.com"
            + " | DkfVgjkrtMwaerKKpe | - | z9hG4bKkdjuw | -",
        "cparam02   | REGISTER | cparam02.70710@saturn.example.com"
            + " | 838293 | - | z9hG4bKkdjuw | -",
        "dblreq     | REGISTER | dblreq.0ha0isndaksdj99sdfafnl3lk233412"
            + " | 43251j3j324 | - | z9hG4bKkdjuw23492 | -",
        "esc01      | INVITE | esc01.239409asdfakjkn23onasd0-3234"
            + " | 938 | - | z9hG4bKkdjuw | sdp",
        "esc02      | RE%47IST%45R | esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf"
            + " | f232jadfj23 | - | z9hG4bK209%fzsnel234 | -",
        "escnull    | REGISTER | escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd"
            + " | 839923423 | - | z9hG4bKkdjuw | -",
        "escruri    | INVITE | escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5"
            + " | 341518 | - | z9hG4bKkdjuw | sdp",
        "insuf      | INVITE | - | - | - | z9hG4bKkdj.insuf | sdp",
        "intmeth    | !INTERESTING-METHOD0123456789_*+`.%INDEED'~"
            + " | intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{ | _token~1'+`*%!-. | - | z9hG4bK-.!%66*_+`'~ | -",
        "inv2543    | INVITE | inv2543.1717@ift.client.example.com | - | - | - | sdp",
        "invut      | INVITE | invut.0ha0isndaksdjadsfij34n23d"
            + " | 8392034 | - | z9hG4bKkdjuw | -",
        "ltgtruri   | INVITE | ltgtruri.1@192.0.2.5 | 39291 | - | - | sdp",
        "lwsdisp    | OPTIONS | lwsdisp.1234abcd@funky.example.com"
            + " | 323 | - | z9hG4bKkdjuw | -",
        "lwsruri    | INVITE | lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423"
            + " | 231413434 | 3xfe-9921883-z9f | z9hG4bKkdjuw2395 | sdp",
        "lwsstart   | INVITE | lwsstart.dfknq234oi243099adsdfnawe3@example.com"
            + " | 8814 | - | z9hG4bKkdjuw3923 | sdp",
        "mcl01      | OPTIONS | mcl01.fhn2323orihawfdoa3o4r52o3irsdf"
            + " | 3923942 | - | z9hG4bK293423 | -",
        "mismatch01 | OPTIONS | mismatch01.dj0234sxdfl3 | 34525 | - | z9hG4bKkdjuw | -",
        "mismatch02 | NEWMETHOD | mismatch02.dj0234sxdfl3 | 34525 | - | z9hG4bKkdjuw | sdp",
        "mpart01    | MESSAGE | 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA.."
            + " | 2fb0dcc9 | - | z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543- | -",
        "multi01    | INVITE | multi01.98asdh@192.0.2.1 | 3413415 | - | z9hG4bKkdjuw | sdp",
        "ncl        | INVITE | ncl.0ha0isndaksdj2193423r542w35"
            + " | 32394234 | - | z9hG4bKkdjuw | sdp",
        "noreason   | 100 INVITE | noreason.asndj203insdf99223ndf"
            + " | 39ansfi3 | 902jndnke3 | z9hG4bK2398ndaoe | -",
        "novelsc    | OPTIONS | novelsc.asdfasser0q239nwsdfasdkl34"
            + " | 384 | - | z9hG4bKkdjuw39234 | -",
        "quotbal    | INVITE | quotbal.aksdj | 93334 | - | z9hG4bKkdjuw39234 | sdp",
        "regaut01   | REGISTER | regaut01.0ha0isndaksdj" + " | 87321hj23128 | - | z9hG4bKkdjuw | -",
        "regbadct   | REGISTER | regbadct.k345asrl3fdbv@10.0.0.1"
            + " | 998332 | - | z9hG4bKkdjuw | -",
        "regescrt   | REGISTER | regescrt.k345asrl3fdbv@192.0.2.1" + " | 8 | - | z9hG4bKkdjuw | -",
        "scalar02   | REGISTER | scalar02.23o0pd9vanlq3wnrlnewofjas9ui32"
            + " | 239232jh3 | - | z9hG4bK342sdfoi3 | -",
        "sdp01      | INVITE | sdp01.ndaksdj9342dasdd | 234 | - | z9hG4bKkdjuw | sdp",
        "semiuri    | OPTIONS | semiuri.0ha0isndaksdj | 33242 | - | z9hG4bKkdjuw | -",
        "transports | OPTIONS | transports.kijh4akdnaqjkwendsasfdj"
            + " | 323 | - | z9hG4bKkdjuw z9hG4bKklasjdhf z9hG4bK2980unddj z9hG4bKasd0f3en z9hG4bK0a9idfnee | -",
        "trws       | OPTIONS | trws.oicu34958239neffasdhr2345r"
            + " | 329429089 | - | z9hG4bK299342093 | -",
        "unkscm     | OPTIONS | unkscm.nasdfasser0q239nwsdfasdkl34"
            + " | 384 | - | z9hG4bKkdjuw39234 | -",
        "unksm2     | REGISTER | unksm2.daksdj@hyphenated-host.example.com"
            + " | 3234233 | - | z9hG4bKkdjuw | -",
        "unreason   | 200 INVITE | unreason.1234ksdfak3j2erwedfsASdf"
            + " | 11141343 | 2229 | z9hG4bK1324923 | sdp",
        "wsinv      | INVITE | wsinv.ndaksdj@192.0.2.1"
            + " | 98asjd8 | 1918181833n | 390skdjuw z9hG4bK9ikj8 z9hG4bK30239 | sdp",
        "zeromf     | OPTIONS | zeromf.jfasdlfnm2o2l43r5u0asdfas"
            + " | 3ghsd41 | - | z9hG4bKkdjuw2349i | -",
      })
  void whatConcernsMediaIsRead(
      String name,
      String kind,
      String callId,
      String fromTag,
      String toTag,
      String branches,
      String sdp)
      throws Exception {
    byte[] message = message(name);

    SipFacts facts = new SipReader().read(message);

    assertThat((facts.request() ? "" : facts.statusCode() + " ") + facts.method()).isEqualTo(kind);
    assertThat(facts.callId()).isEqualTo(Optional.ofNullable(callId));
    assertThat(facts.fromTag()).isEqualTo(Optional.ofNullable(fromTag));
    assertThat(facts.toTag()).isEqualTo(Optional.ofNullable(toTag));
    assertThat(String.join(" ", facts.branches())).isEqualTo(branches == null ? "" : branches);
    assertThat(facts.sdp().isPresent()).isEqualTo(sdp != null);
    if (sdp != null) {
      SipBody body = facts.sdp().get();
      assertThat(
              new String(message, body.start(), body.end() - body.start(), StandardCharsets.UTF_8))
          .startsWith("v=0\r\n")
          .endsWith("\r\n");
    }
  }

  @Test
  void longRequestIsReadToItsEnd() throws Exception {
    SipFacts facts = new SipReader().read(message("longreq"));

    assertThat(facts.branches()).hasSize(34);
    assertThat(facts.branches().get(33)).startsWith("verylong").endsWith("longbranchvalue");
    assertThat(facts.fromTag()).get().asString().startsWith("12982982").endsWith("82424");
    assertThat(facts.callId()).get().asString().startsWith("longreq.onereally");
    assertThat(facts.sdp()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"bigcode", "scalarlg"})
  void numbersThatAreNoneOfSipAreRefused(String name) throws IOException {
    byte[] message = message(name);

    assertThatExceptionOfType(InvalidSipMessageException.class)
        .isThrownBy(() -> new SipReader().read(message));
  }

  @Test
  void allOfThemAreThere() throws IOException {
    try (Stream<Path> files = Files.list(MESSAGES)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("rfc4475-")))
          .hasSize(49);
    }
  }

  /** Whatever is cut off, there are facts or there is a refusal. */
  @Test
  void beginningsOfThemAreReadOrRefused() throws IOException {
    try (Stream<Path> files = Files.list(MESSAGES)) {
      for (Path file : files.toList()) {
        byte[] message = Files.readAllBytes(file);
        for (int length = 0; length < message.length; length += 7) {
          byte[] beginning = Arrays.copyOf(message, length);
          try {
            assertThat(new SipReader().read(beginning).method()).isNotEmpty();
          } catch (InvalidSipMessageException refused) {
            assertThat(refused).hasMessageNotContaining("\n");
          }
        }
      }
    }
  }

  private static byte[] message(String name) throws IOException {
    return Files.readAllBytes(MESSAGES.resolve("rfc4475-" + name));
  }
}
