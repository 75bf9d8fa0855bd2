package io.rtpengine.sidecar.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rtpengine.sidecar.expand.ExpansionException.Kind;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a flag string adds to the dictionary of an offer: every token of the seed, and how they
 * combine. The table is written down by hand, from what the module of OpenSIPS sends.
 */
class FlagStringsOnTheWireTest {

  private static final Expanding EXPANDING = new Expanding();

  /** A comma that stands in no inner dictionary. */
  private static final Pattern ENTRY_END = Pattern.compile(", (?![^{]*\\})");

  /** What every offer of this test has. */
  private static final String OFFER =
      "offer {call-id=ci, from-tag=ft, received from=[IP4 10.0.0.1], sdp=v=0, supports=[load"
          + " limit]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // Tokens that are entries of the list of flags.
        "asymmetric                        | flags=[asymmetric]",
        "symmetric                         | flags=[symmetric]",
        "trust-address                     | flags=[trust-address]",
        "SIP-source-address                | flags=[SIP-source-address]",
        "loop-protect                      | flags=[loop-protect]",
        "force                             | flags=[force]",
        "auto-bridge                       | flags=[auto-bridge]",
        "directional                       | flags=[directional]",
        "record-call                       | flags=[record-call]",
        "inject-DTMF                       | flags=[inject-DTMF]",
        "strict-source media-handover      | flags=[strict-source media-handover]",
        "transcode-PCMA                    | flags=[transcode-PCMA]",
        "codec-strip-opus                  | flags=[codec-strip-opus]",
        "codec-mask-PCMA                   | flags=[codec-mask-PCMA]",
        "codec-mask-PCMA codec-strip-opus transcode-opus"
            + " | flags=[codec-mask-PCMA codec-strip-opus transcode-opus]",
        "unheard-of                        | flags=[unheard-of]",
        "b a asymmetric                    | flags=[b a asymmetric]",
        "asymmetric asymmetric             | flags=[asymmetric asymmetric]",
        // What is replaced.
        "replace-origin                    | replace=[origin]",
        "replace-session-connection        | replace=[session-connection]",
        "replace-zero-address              | replace=[zero-address]",
        "replace-username                  | replace=[username]",
        "replace-SDP-version               | replace=[sdp-version]",
        "replace-session-name              | replace=[session-name]",
        "replace-session-connection replace-origin | replace=[session-connection origin]",
        // RTCP.
        "rtcp-mux-demux                    | rtcp-mux=[demux]",
        "rtcp-mux-offer                    | rtcp-mux=[offer]",
        "rtcp-mux-reject                   | rtcp-mux=[reject]",
        "rtcp-mux-accept                   | rtcp-mux=[accept]",
        "rtcp-mux-require                  | rtcp-mux=[require]",
        "rtcp-mux-reject rtcp-mux-offer    | rtcp-mux=[reject offer]",
        // The transport protocol.
        "RTP                               | transport protocol=RTP/AVP",
        "AVP                               | transport protocol=RTP/AVP",
        "SRTP                              | transport protocol=RTP/SAVP",
        "AVPF                              | transport protocol=RTP/AVPF",
        "SRTP AVPF                         | transport protocol=RTP/SAVPF",
        "AVPF SRTP                         | transport protocol=RTP/SAVPF",
        "SRTP RTP                          | transport protocol=RTP/AVP",
        "AVPF AVP                          | transport protocol=RTP/AVP",
        "SRTP AVPF RTP                     | transport protocol=RTP/AVPF",
        "RTP/AVP                           | transport protocol=RTP/AVP",
        "RTP/AVPF                          | transport protocol=RTP/AVPF",
        "RTP/SAVP                          | transport protocol=RTP/SAVP",
        "RTP/SAVPF                         | transport protocol=RTP/SAVPF",
        "RTP/SAVPF AVP                     | transport protocol=RTP/SAVP",
        "RTP/SAVPF RTP/AVP                 | transport protocol=RTP/AVP",
        "RTP/AVP SRTP                      | transport protocol=RTP/SAVP",
        "UDP/TLS/RTP/SAVP                  | transport protocol=UDP/TLS/RTP/SAVP",
        "UDP/TLS/RTP/SAVPF                 | transport protocol=UDP/TLS/RTP/SAVPF",
        "UDP/TLS/RTP/SAVPF RTP             | transport protocol=UDP/TLS/RTP/SAVP",
        "UDP/TLS/RTP/SAVPF AVP             | transport protocol=UDP/TLS/RTP/SAVPF",
        "UDP/TLS/RTP/SAVPF SRTP            | transport protocol=UDP/TLS/RTP/SAVPF",
        "UDP/TLS/RTP/SAVP SRTP             | transport protocol=UDP/TLS/RTP/SAVPF",
        "UDP/TLS/RTP/SAVP AVPF AVP         | transport protocol=UDP/TLS/RTP/SAVP",
        "UDP/TLS/RTP/SAVPF AVPF RTP/AVP    | transport protocol=RTP/AVP",
        // Interfaces.
        "in-iface=a out-iface=b            | direction=[a b]",
        "out-iface=b in-iface=a            | direction=[a b]",
        "internal external                 | direction=[internal external]",
        "external internal                 | direction=[external internal]",
        "internal internal                 | direction=[internal internal]",
        "in-iface=a external               | direction=[a external]",
        "out-iface=b internal              | direction=[internal b]",
        "in-iface= out-iface=              | -",
        "in-iface=                         | -",
        // Pairs.
        "ICE=force                         | ICE=force",
        "ICE=remove                        | ICE=remove",
        "ICE=force-relay                   | ICE=force-relay",
        "ICE=unheard-of                    | ICE=unheard-of",
        "address-family=IP4                | address family=IP4",
        "address-family=IP6                | address family=IP6",
        "media-address=192.0.2.1           | media address=192.0.2.1",
        "media-address=2001:db8::1         | media address=2001:db8::1",
        "media-address=[2001:db8::1]       | media address=2001:db8::1",
        "media-address=                    | media address=",
        "record-call=yes                   | record call=yes",
        "record-call=no                    | record call=no",
        "metadata=6162                     | metadata=6162",
        "delete-delay=0                    | delete delay=#0",
        "delete-delay=30                   | delete delay=#30",
        "repacketize=20                    | repacketize=#20",
        "transport-protocol=RTP/AVP        | transport protocol=RTP/AVP",
        "label=caller                      | label=caller",
        "ptime=20                          | ptime=20",
        "DTLS=passive                      | DTLS=passive",
        "SDES=off                          | SDES=off",
        "unheard-of=1                      | unheard-of=1",
        "unheard-of=                       | unheard-of=",
        "a=b=c                             | a=b=c",
        // Brackets.
        "rtcp-mux=[offer accept]           | rtcp-mux=[offer accept]",
        "SDES=[off]                        | SDES=[off]",
        "OSRTP=[accept]                    | OSRTP=[accept]",
        "flags=[a b]                       | flags=[a b]",
        "flags=[a b] c asymmetric          | flags=[a b c asymmetric]",
        "asymmetric flags=[a]              | flags=[asymmetric a]",
        "replace=[origin] replace-username | replace=[origin username]",
        "codec=[transcode=[PCMA PCMU] strip=[all]]"
            + " | codec={strip=[all], transcode=[PCMA PCMU]}",
        "codec=[set=[opus/48000/2/..x--y]] | codec={set=[opus/48000/2/ x=y]}",
        "sdp-attr=[audio=[add=[a..b]]]     | sdp-attr={audio={add=[a b]}}",
        "x=[a [b c]]                       | x=[a [b c]]",
        "x=[]                              | x=[]",
        "x=[a=1 b c=2]                     | x={a=1, c=2}",
        "x=[a[b]]                          | x=[a[b]]",
        // What goes in the place of parts of the message.
        "call-id=x                         | call-id=x",
        "callid=x                          | call-id=x",
        "call-id=                          | call-id=ci",
        "from-tag=x                        | from-tag=x",
        "from-tag=                         | from-tag=ft",
        "to-tag=x                          | to-tag=x",
        "to-tag=[x]                        | to-tag=[x]",
        "to-tag                            | -",
        "to-tag=                           | -",
        "to-tag to-tag=x                   | to-tag=x",
        "via-branch=1                      | via-branch=b1",
        "via-branch=2                      | via-branch=b2",
        "via-branch=auto                   | via-branch=b1",
        "via-branch-param=x                | via-branch=x",
        "received-from=192.0.2.1           | received from=[IP4 192.0.2.1]",
        "received-from=2001:db8::1         | received from=[IP6 2001:db8:0:0:0:0:0:1]",
        "received-from=[2001:DB8::1]       | received from=[IP6 2001:db8:0:0:0:0:0:1]",
        "received-from=::ffff:192.0.2.1    | received from=[IP6 0:0:0:0:0:ffff:c000:201]",
        "received-from=                    | -",
        "received-from                     | -",
        // The seed's own examples.
        "force trust-address symmetric replace-origin replace-session-connection ICE=force RTP/SAVPF"
            + " | ICE=force, flags=[force trust-address symmetric], replace=[origin"
            + " session-connection], transport protocol=RTP/SAVPF",
        "in-iface=internal out-iface=external | direction=[internal external]",
      })
  void flagStringIsSentAsTheModuleSendsIt(String flags, String added) throws Exception {
    assertThat(Expanding.wire(EXPANDING.expand("Offer", flags, Expanding.request("INVITE", ""))))
        .isEqualTo(with(OFFER, added == null ? "" : added));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=x                        | '=' at character 1: there is no key",
        "a  via-branch             | 'via-branch' at character 4: it needs a value",
        "via-branch=3              | 'via-branch' at character 1: its value must be one of 1, 2, auto",
        "via-branch=12             | its value must be one of",
        "via-branch=               | its value must be one of",
        "via-branch=extra          | sip_message.extra_id is not set",
        "via-branch-param=         | it needs a value",
        "via-branch=1 via-branch-param=x | has been said already",
        "call-id                   | 'call-id' at character 1: it needs a value",
        "from-tag                  | it needs a value",
        "from-tag=a from-tag=b     | 'from-tag' at character 12: this has been said already",
        "call-id=a callid=b        | 'callid' at character 11: this has been said already",
        "in-iface=a                | 'in-iface' at character 1: the interface of the other",
        "out-iface=a               | 'out-iface' at character 1: the interface of the other",
        "in-iface= out-iface=b     | 'out-iface' at character 11: the interface of the other",
        "in-iface= external        | 'external' at character 11: the interface of the other",
        "in-iface                  | it needs a value",
        "internal                  | the interface of the other direction is missing",
        "internal external internal | 'internal' at character 19: this has been said already",
        "direction=[a b] internal external | has been said already",
        "RTP=1                     | 'RTP' at character 1: it takes no value",
        "replace-origin=yes        | it takes no value",
        "directional=1             | it takes no value",
        "asymmetric=1              | it takes no value",
        "UDP/TLS/RTP/SAVP AVPF     | 'AVPF' at character 18: there is no such transport protocol",
        "UDP/TLS/RTP/SAVPF AVPF    | there is no such transport protocol",
        "address-family=IP5        | its value must be one of IP4, IP6",
        "address-family=ip4        | its value must be one of IP4, IP6",
        "address-family            | it needs a value",
        "media-address             | it needs a value",
        "delete-delay=abc          | its value must be a number, at least 0",
        "delete-delay=-1           | its value must be a number, at least 0",
        "delete-delay=1.5          | its value must be a number",
        "delete-delay=99999999999  | its value must be a number",
        "repacketize=20ms          | its value must be a number, at least 1",
        "repacketize=0             | its value must be a number, at least 1",
        "repacketize               | it needs a value",
        "received-from=host        | it needs an IP address",
        "received-from=1.2.3       | it needs an IP address",
        "received-from=1.2.3.256   | it needs an IP address",
        "received-from=fe80::1%lo  | it needs an IP address",
        "ICE=force ICE=remove      | 'ICE' at character 11: this has been said already",
        "record-call=yes record_call=no | has been said already",
        "RTP/AVP transport-protocol=RTP/SAVP | has been said already",
        "flags=x asymmetric        | has been said already",
        "sdp=x                     | 'sdp' at character 1: this is not for a flag string",
        "command=ping              | 'command' at character 1: this is not for a flag string",
        "a=[b                      | a bracket is not closed",
        "a=[b]c                    | text follows the closing bracket",
      })
  void whatIsWrongIsRefused(String flags, String problem) {
    ExpansionException wrong =
        catchThrowableOfType(
            ExpansionException.class,
            () ->
                Expanding.wire(EXPANDING.expand("Offer", flags, Expanding.request("INVITE", ""))));

    assertThat(wrong.kind()).isEqualTo(Kind.INVALID_FLAGS);
    assertThat(wrong.field()).isEqualTo("flags_string");
    assertThat(wrong.problem()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Offer  | symmetric        | no rtpengine does anything with it",
        "Offer  | force            | no rtpengine does anything with it",
        "Offer  | auto-bridge      | no rtpengine does anything with it",
        "Offer  | x=[a=1 b]        | 'x' at character 8: there is no key and value here",
        "Offer  | repacketize=20   | no rtpengine does anything with it",
        "Delete | replace-origin   | 'replace-origin' at character 1: means nothing to this command",
        "Delete | rtcp-mux-offer   | means nothing to this command",
        "Query  | internal external | 'internal' at character 1: means nothing to this command",
        "PlayDtmf | code=1 to-tag=x | 'to-tag' at character 8: means nothing to this command",
      })
  void whatHasNoEffectIsAWarning(String rpc, String flags, String warning) throws Exception {
    assertThat(EXPANDING.expand(rpc, flags, Expanding.request("INVITE", "tt")).warnings())
        .first()
        .asString()
        .contains(warning);
  }

  @ParameterizedTest
  @CsvSource({"Offer, RTP/AVP ICE=force a=b c", "Delete, to-tag", "Offer, asymmetric"})
  void whatHasAnEffectIsNoWarning(String rpc, String flags) throws Exception {
    assertThat(EXPANDING.expand(rpc, flags, Expanding.request("INVITE", "")).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Sent with every command, also with those that have no use for it.
        "Delete        | RTP            | transport protocol=RTP/AVP",
        "Delete        | address-family=IP6 | address family=IP6",
        "Delete        | ICE=force      | ICE=force",
        "Delete        | asymmetric     | flags=[asymmetric]",
        "Delete        | via-branch=1   | via-branch=b1",
        "BlockMedia    | via-branch=2   | via-branch=b2",
        "StopMedia     | delete-delay=3 | delete delay=#3",
        "Delete        | delete-delay=3 | delete delay=#3",
        "PlayMedia     | file=/a.wav    | file=/a.wav",
        "StartRecording | metadata=x    | metadata=x",
      })
  void otherCommandsTakeFlagStringsToo(String rpc, String flags, String added) throws Exception {
    String before =
        Expanding.wire(
            EXPANDING.expand(
                rpc, rpc.equals("PlayMedia") ? "db-id=1" : "", Expanding.request("INVITE", "")));

    assertThat(Expanding.wire(EXPANDING.expand(rpc, flags, Expanding.request("INVITE", ""))))
        .isEqualTo(with(before.replace(", db-id=1", "").replace("db-id=1, ", ""), added));
  }

  /** Adds entries to a dictionary, or puts them in the place of those with the same key. */
  private static String with(String dictionary, String added) {
    int brace = dictionary.indexOf('{');
    Map<String, String> entries = new TreeMap<>();
    for (String all :
        new String[] {dictionary.substring(brace + 1, dictionary.length() - 1), added}) {
      for (String entry : ENTRY_END.split(all, -1)) {
        int equals = entry.indexOf('=');
        if (equals > 0) {
          entries.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
      }
    }
    return dictionary.substring(0, brace) + entries;
  }
}
