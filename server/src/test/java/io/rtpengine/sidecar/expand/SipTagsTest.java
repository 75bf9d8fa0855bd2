package io.rtpengine.sidecar.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rtpengine.sidecar.expand.ExpansionException.Kind;
import io.rtpengine.v1.SipMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tags of a SIP message go along with which command, as the module of OpenSIPS does it. */
class SipTagsTest {

  private static final Expanding EXPANDING = new Expanding();
  private static final Pattern TAG = Pattern.compile("(from|to)-tag=([^,}]*)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Offers: exchanged in a response.
        "Offer    | request  | ''  | ''               | from=ft",
        "Offer    | request  | tt  | ''               | from=ft to=tt",
        "Offer    | response | tt  | ''               | from=tt to=ft",
        "Offer    | response | tt  | directional      | from=ft to=tt",
        "Offer    | response | tt  | from-tag=x       | from=x to=tt",
        "Offer    | response | tt  | from-tag=        | from=ft to=tt",
        "Offer    | response | tt  | to-tag=y         | from=tt to=y",
        "Offer    | request  | tt  | to-tag=y         | from=ft to=y",
        "Offer    | response | ''  | from-tag=x       | from=x",
        // Answers: exchanged in a request.
        "Answer   | response | tt  | ''               | from=ft to=tt",
        "Answer   | request  | tt  | ''               | from=tt to=ft",
        "Answer   | request  | tt  | directional      | from=ft to=tt",
        "Answer   | request  | tt  | from-tag=x       | from=x to=tt",
        "Answer   | request  | tt  | to-tag=y         | from=tt to=y",
        // Offers that are forced to be answers.
        "Offer    | response | tt  | force-answer     | from=ft to=tt",
        "Offer    | request  | tt  | force-answer     | from=tt to=ft",
        // Deletes: none, but on demand.
        "Delete   | request  | tt  | ''               | ''",
        "Delete   | response | tt  | ''               | ''",
        "Delete   | request  | tt  | to-tag           | to=tt",
        "Delete   | response | tt  | to-tag           | to=tt",
        "Delete   | request  | tt  | to-tag=y         | to=y",
        "Delete   | request  | tt  | to-tag=          | to=tt",
        "Delete   | request  | ''  | to-tag           | ''",
        "Delete   | request  | tt  | from-tag=x       | from=x",
        "Delete   | request  | tt  | directional      | ''",
        // As offers.
        "Query          | request  | tt  | ''         | from=ft to=tt",
        "Query          | response | tt  | ''         | from=tt to=ft",
        "StartRecording | request  | ''  | ''         | from=ft",
        "StartRecording | response | tt  | ''         | from=tt to=ft",
        "StopRecording  | response | tt  | ''         | from=tt to=ft",
        "PauseRecording | request  | tt  | ''         | from=ft to=tt",
        // Media: none, but on demand.
        "StopMedia       | request  | tt | ''         | ''",
        "StopMedia       | response | tt | directional | from=ft",
        "StopMedia       | request  | tt | from-tag=x | from=x",
        "StopMedia       | request  | tt | to-tag=y   | ''",
        "BlockMedia      | request  | tt | ''         | ''",
        "BlockMedia      | request  | tt | directional | from=ft",
        "UnblockMedia    | request  | tt | from-tag=  | from=ft",
        "BlockDtmf       | request  | tt | from-tag=x | from=x",
        "UnblockDtmf     | response | tt | ''         | ''",
        "StartForwarding | request  | tt | ''         | ''",
        "StopForwarding  | request  | tt | from-tag=x | from=x",
        // Digits: always the one that the message comes from.
        "PlayDtmf | request  | tt  | code=1               | from=ft",
        "PlayDtmf | response | tt  | code=1               | from=tt",
        "PlayDtmf | response | tt  | code=1 directional   | from=ft",
        "PlayDtmf | request  | tt  | code=1 from-tag=x    | from=x",
        "PlayDtmf | request  | tt  | code=1 all           | from=ft",
        "PlayDtmf | response | tt  | code=1 label=x       | from=tt",
        "PlayDtmf | request  | tt  | code=1 label=x from-tag=y | from=y",
        "StopMedia  | request | tt | label=x directional  | from=ft",
        "BlockMedia | request | tt | all                  | ''",
        "BlockMedia | request | tt | all from-tag=x       | from=x",
      })
  void tagsAreTakenAsTheModuleTakesThem(
      String rpc, String kind, String toTag, String flags, String expected) throws Exception {
    SipMessage message =
        kind.equals("request")
            ? Expanding.request("INVITE", toTag)
            : Expanding.response(200, "INVITE", toTag);

    StringBuilder tags = new StringBuilder();
    Matcher found = TAG.matcher(Expanding.wire(EXPANDING.expand(rpc, flags, message)));
    while (found.find()) {
      tags.append(' ').append(found.group(1)).append('=').append(found.group(2));
    }

    assertThat(tags.toString().strip()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Answer, request, ''",
    "Offer, request, force-answer",
    "Offer, response, ''",
    "Query, response, ''",
    "PlayDtmf, response, code=1",
  })
  void messageWithoutTheTagThatIsNeededIsRefused(String rpc, String kind, String flags) {
    SipMessage message =
        kind.equals("request")
            ? Expanding.request("INVITE", "")
            : Expanding.response(200, "INVITE", "");

    ExpansionException wrong =
        catchThrowableOfType(ExpansionException.class, () -> EXPANDING.expand(rpc, flags, message));

    assertThat(wrong.kind()).isEqualTo(Kind.INVALID_SIP_MESSAGE);
    assertThat(wrong.problem()).contains("no tag in To");
  }

  @ParameterizedTest
  @CsvSource({"request, b1", "response, b2"})
  void branchIsAutomatic(String kind, String branch) throws Exception {
    SipMessage message =
        kind.equals("request")
            ? Expanding.request("INVITE", "")
            : Expanding.response(200, "INVITE", "tt");

    assertThat(Expanding.wire(EXPANDING.expand("Delete", "via-branch=auto", message)))
        .contains("via-branch=" + branch);
  }

  @Test
  void branchMayBeTheCallersOwn() throws Exception {
    SipMessage message = Expanding.request("INVITE", "").toBuilder().setExtraId("mine").build();

    assertThat(Expanding.wire(EXPANDING.expand("Offer", "via-branch=extra", message)))
        .contains("via-branch=mine");
  }

  @Test
  void forcedAnswerIsSentAsAnAnswer() throws Exception {
    assertThat(
            Expanding.wire(
                EXPANDING.expand("Offer", "force-answer", Expanding.request("ACK", "tt"))))
        .startsWith("answer {")
        .doesNotContain("supports");
  }

  @ParameterizedTest
  @CsvSource({"Answer", "Delete", "Query", "PlayMedia"})
  void onlyAnOfferIsForcedToBeAnAnswer(String rpc) {
    assertThatExceptionOfType(ExpansionException.class)
        .isThrownBy(() -> EXPANDING.expand(rpc, "force-answer", Expanding.request("INVITE", "tt")))
        .withMessageContaining("'force-answer' at character 1: it is for offers only");
  }

  @Test
  void everyCommandSaysWhereTheMessageCameFrom() throws Exception {
    for (String rpc : EXPANDING.rpcs()) {
      String flags =
          switch (rpc) {
            case "PlayDtmf" -> "code=1";
            case "PlayMedia" -> "file=x";
            default -> "";
          };
      assertThat(
              Expanding.wire(EXPANDING.expand(rpc, flags, Expanding.response(200, "INVITE", "t"))))
          .contains("received from=[IP4 10.0.0.1]")
          .contains("call-id=ci");
    }
  }
}
