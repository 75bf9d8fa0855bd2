package io.rtpengine.sidecar.expand;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.flags.FlagStringException;
import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.sip.SipBody;
import io.rtpengine.sidecar.sip.SipFacts;
import io.rtpengine.v1.AddressFamily;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.FlagWords;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.TagUse;
import io.rtpengine.v1.ViaBranchSource;
import java.util.Optional;

/**
 * What a SIP message says to a command: as the {@code rtpengine} module of OpenSIPS takes it from
 * there. Confined to one request.
 */
final class SipSource {

  private final SipMessage message;
  private final SipFacts facts;

  private SipSource(SipMessage message, SipFacts facts) {
    this.message = message;
    this.facts = facts;
  }

  static SipSource of(SipMessage message, SipMessageReader reader)
      throws InvalidSipMessageException {
    if (message.hasSourceAddress() && IpAddress.parse(message.getSourceAddress()).isEmpty()) {
      throw new InvalidSipMessageException("its source is no IP address");
    }
    return new SipSource(message, reader.read(message));
  }

  SipFacts facts() {
    return facts;
  }

  ByteString raw() {
    return message.getRaw();
  }

  Optional<SipBody> sdp() {
    return facts.sdp();
  }

  /**
   * Returns the branch that a flag string asks for.
   *
   * @throws FlagStringException if there is none
   */
  String branch(FlagReading flags) throws FlagStringException {
    ViaBranchSource source = flags.words().getViaBranch();
    String branch =
        switch (source) {
          case VIA_BRANCH_SOURCE_FIRST -> via(0);
          case VIA_BRANCH_SOURCE_SECOND -> via(1);
          case VIA_BRANCH_SOURCE_AUTO -> via(facts.request() ? 0 : 1);
          case VIA_BRANCH_SOURCE_EXTRA -> message.getExtraId();
          case VIA_BRANCH_SOURCE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    if (branch.isEmpty()) {
      throw new FlagStringException(
          flags.origin(FlagWords.VIA_BRANCH_FIELD_NUMBER),
          source == ViaBranchSource.VIA_BRANCH_SOURCE_EXTRA
              ? "sip_message.extra_id is not set"
              : "there is no branch in that Via");
    }
    return branch;
  }

  private String via(int index) {
    return index < facts.branches().size() ? facts.branches().get(index) : "";
  }

  /**
   * Returns the tags that a command takes.
   *
   * @param use which ones it takes
   * @param flags what it is told beside
   * @param fromIsSaid whether the request has a from-tag already, which keeps tags from being
   *     exchanged
   * @throws InvalidSipMessageException if one is missing
   */
  Tags tags(TagUse use, FlagWords flags, boolean fromIsSaid) throws InvalidSipMessageException {
    boolean directional = flags.getDirectional() || flags.hasFromTag() || fromIsSaid;
    return switch (use) {
      case TAG_USE_DIALOGUE -> tags(!directional && !facts.request());
      case TAG_USE_ANSWER -> tags(!directional && facts.request());
      case TAG_USE_DELETE ->
          new Tags(
              Optional.empty(),
              flags.getWithToTag() || flags.hasToTag() ? facts.toTag() : Optional.empty());
      case TAG_USE_PARTICIPANT ->
          new Tags(directional ? facts.fromTag() : Optional.empty(), Optional.empty());
      case TAG_USE_SENDER ->
          new Tags(tags(!directional && !facts.request()).from, Optional.empty());
      case TAG_USE_UNSPECIFIED, UNRECOGNIZED -> new Tags(Optional.empty(), Optional.empty());
    };
  }

  private Tags tags(boolean exchanged) throws InvalidSipMessageException {
    if (!exchanged) {
      return new Tags(facts.fromTag(), facts.toTag());
    }
    if (facts.toTag().isEmpty()) {
      throw new InvalidSipMessageException("there is no tag in To, and this command needs it");
    }
    return new Tags(facts.toTag(), facts.fromTag());
  }

  /** Tags of a command. */
  record Tags(Optional<String> from, Optional<String> to) {}

  /** Returns the entries of the dictionary that the message amounts to. */
  BencodeDictionary entries(Vocabulary vocabulary, Tags tags) {
    BencodeDictionary.Builder entries = BencodeDictionary.builder();
    facts
        .callId()
        .ifPresent(id -> entries.put(vocabulary.ng(FieldMeaning.FIELD_MEANING_CALL_ID), id));
    tags.from.ifPresent(
        tag -> entries.put(vocabulary.ng(FieldMeaning.FIELD_MEANING_FROM_TAG), tag));
    tags.to.ifPresent(tag -> entries.put(vocabulary.ng(FieldMeaning.FIELD_MEANING_TO_TAG), tag));
    if (message.hasSourceAddress()) {
      entries.put(
          vocabulary.ng(FieldMeaning.FIELD_MEANING_RECEIVED_FROM),
          receivedFrom(IpAddress.parse(message.getSourceAddress()).orElseThrow()));
    }
    return entries.build();
  }

  /** Returns the entries that the message amounts to for a command that takes an SDP. */
  BencodeDictionary sdpEntries(Vocabulary vocabulary) {
    BencodeDictionary.Builder entries = BencodeDictionary.builder();
    facts
        .sdp()
        .filter(place -> place.start() < place.end())
        .ifPresent(
            place -> {
              ByteString sdp = SipMessageReader.body(message).substring(place.start(), place.end());
              entries.put(
                  vocabulary.ng(FieldMeaning.FIELD_MEANING_SDP),
                  BencodeString.of(sdp.toByteArray()));
              if (place.fragment()) {
                entries.put(
                    vocabulary.flagsKey(),
                    BencodeList.of(
                        BencodeString.of(vocabulary.ng(FieldMeaning.FIELD_MEANING_FRAGMENT))));
              }
            });
    return entries.build();
  }

  /** Returns how NG writes where a message came from. */
  static BencodeList receivedFrom(IpAddress address) {
    return BencodeList.of(
        BencodeString.of(ngValue(address.family())), BencodeString.of(address.text()));
  }

  private static String ngValue(AddressFamily family) {
    return family.getValueDescriptor().getOptions().getExtension(Options.ngValue);
  }
}
