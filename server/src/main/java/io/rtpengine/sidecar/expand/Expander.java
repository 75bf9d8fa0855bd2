package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.expand.ExpansionException.Kind;
import io.rtpengine.sidecar.flags.FlagItem;
import io.rtpengine.sidecar.flags.FlagStringException;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.sidecar.translate.Spelling;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.FlagWords;
import io.rtpengine.v1.NgCommand;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.ProfileOptions;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.TagUse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes plain requests of those that have a flag string, a SIP message, or profiles. Thread-safe.
 *
 * <p>What a request says goes before all, together with its flag string, which must not contradict
 * it; then comes what the SIP message says, and then the profiles.
 */
public final class Expander {

  private final Map<MethodDescriptor, Target> targets;
  private final Set<BencodeString> reserved;
  private final Supplier<Profiles> profiles;
  private final Vocabulary vocabulary = new Vocabulary();
  private final SipMessageReader sipReader = new SipMessageReader();
  private final Map<Descriptor, ExpansionFields> fields = new ConcurrentHashMap<>();

  /**
   * A command, and what its messages are made from.
   *
   * @param command the command
   * @param emptyRequest an empty request of it
   */
  public record Target(Command command, Message emptyRequest) {}

  /**
   * Creates an expander.
   *
   * @param targets all commands, by their RPCs
   * @param reservedKeys keys of dictionaries that are not for a flag string to say
   * @param profiles the profiles that there are when they are asked for
   */
  public Expander(
      Map<MethodDescriptor, Target> targets,
      Set<String> reservedKeys,
      Supplier<Profiles> profiles) {
    this.targets = Map.copyOf(targets);
    this.profiles = profiles;
    this.reserved = new HashSet<>();
    for (String key : reservedKeys) {
      reserved.add(Spelling.normalised(key));
    }
    reserved.add(Spelling.normalised(vocabulary.ng(FieldMeaning.FIELD_MEANING_SDP)));
  }

  private ExpansionFields fields(Descriptor request) {
    return fields.computeIfAbsent(request, ExpansionFields::of);
  }

  /**
   * Expands a request in its wire form.
   *
   * @param method its RPC
   * @throws ExpansionException if that is impossible
   * @throws InvalidMessageException if it is no protobuf
   */
  public Expansion expand(MethodDescriptor method, byte[] request)
      throws ExpansionException, InvalidMessageException {
    try {
      return expand(
          method, target(method).emptyRequest.newBuilderForType().mergeFrom(request).build());
    } catch (InvalidProtocolBufferException malformed) {
      throw InvalidMessageException.malformed("", malformed.getMessage());
    }
  }

  /**
   * Expands a request.
   *
   * @param method its RPC
   * @throws ExpansionException if that is impossible
   */
  public Expansion expand(MethodDescriptor method, Message request) throws ExpansionException {
    ExpansionFields own = fields(request.getDescriptorForType());
    try {
      FlagReading flags =
          FlagReader.read(
              own.flagsString(request), vocabulary, request.getDescriptorForType(), reserved);
      Optional<SipMessage> sip = own.sipMessage(request);
      Optional<SipSource> source =
          sip.isPresent() ? Optional.of(SipSource.of(sip.get(), sipReader)) : Optional.empty();
      Target target = target(method, flags);
      Message plain = converted(own.without(request), target);
      Message.Builder expanded = plain.toBuilder();
      addFlags(expanded, plain, target, flags, source);
      if (source.isPresent()) {
        addSip(expanded, plain, target, flags, source.get());
      }
      addProfiles(expanded, own.profiles(request), target);
      return new Expansion(
          target.command,
          expanded.build(),
          flags.warnings(),
          source
              .filter(present -> sip.get().getRewrite())
              .map(present -> new Expansion.Rewriting(present.raw(), present.sdp())));
    } catch (FlagStringException wrong) {
      throw new ExpansionException(
          Kind.INVALID_FLAGS, "flags_string", String.valueOf(wrong.getMessage()));
    } catch (InvalidSipMessageException wrong) {
      throw new ExpansionException(
          Kind.INVALID_SIP_MESSAGE, "sip_message", String.valueOf(wrong.getMessage()));
    }
  }

  /** Returns the command that a request becomes: an answer, if an offer is forced to be one. */
  private Target target(MethodDescriptor method, FlagReading flags) throws FlagStringException {
    MethodDescriptor becomes = method;
    if (flags.words().getForceAnswer()) {
      String name = ngCommand(method).getForcedAnswer();
      if (name.isEmpty()) {
        throw new FlagStringException(
            flags.origin(FlagWords.FORCE_ANSWER_FIELD_NUMBER), "it is for offers only");
      }
      becomes = method.getService().findMethodByName(name);
    }
    return target(becomes);
  }

  private Target target(MethodDescriptor method) {
    Target target = targets.get(method);
    if (target == null) {
      throw new IllegalArgumentException("no command: " + method.getFullName());
    }
    return target;
  }

  /**
   * The requests of an offer and of an answer, and the options of a profile, have their fields in
   * common, by number.
   */
  private static Message converted(Message request, Target target) {
    if (request.getDescriptorForType().equals(target.emptyRequest.getDescriptorForType())) {
      return request;
    }
    Message.Builder converted = parsed(target.emptyRequest, request.toByteArray()).toBuilder();
    return converted.setUnknownFields(UnknownFieldSet.getDefaultInstance()).build();
  }

  private void addFlags(
      Message.Builder expanded,
      Message plain,
      Target target,
      FlagReading flags,
      Optional<SipSource> source)
      throws FlagStringException, ExpansionException {
    addWords(flags, target, source);
    if (Merger.merge(expanded, read(flags.entries().dictionary(), target)).isEmpty()) {
      return;
    }
    for (NgEntries.Contribution each : flags.entries().contributions()) {
      Optional<String> conflict = Merger.merge(plain.toBuilder(), read(each.dictionary(), target));
      if (conflict.isPresent()) {
        FlagItem item = each.item();
        throw new ExpansionException(
            Kind.CONFLICTING_FIELDS,
            conflict.get(),
            "'"
                + item.name()
                + "' at character "
                + item.position()
                + " of the flag string says otherwise");
      }
    }
  }

  /** Adds what the words of a flag string say that stand in the place of parts of a message. */
  private void addWords(FlagReading flags, Target target, Optional<SipSource> source)
      throws FlagStringException {
    FlagWords words = flags.words();
    TagUse use = ngCommand(target.command.method()).getTags();
    put(
        flags,
        FieldMeaning.FIELD_MEANING_CALL_ID,
        words.getCallId(),
        FlagWords.CALL_ID_FIELD_NUMBER);
    put(
        flags,
        FieldMeaning.FIELD_MEANING_FROM_TAG,
        words.getFromTag(),
        FlagWords.FROM_TAG_FIELD_NUMBER);
    if (use == TagUse.TAG_USE_PARTICIPANT || use == TagUse.TAG_USE_SENDER) {
      if (words.hasToTag()) {
        FlagItem item = flags.origin(FlagWords.TO_TAG_FIELD_NUMBER);
        flags.warnings().add(FlagReader.notSent(item));
      }
    } else {
      put(
          flags,
          FieldMeaning.FIELD_MEANING_TO_TAG,
          words.getToTag(),
          FlagWords.TO_TAG_FIELD_NUMBER);
    }
    put(
        flags,
        FieldMeaning.FIELD_MEANING_VIA_BRANCH,
        words.getViaBranchParam(),
        FlagWords.VIA_BRANCH_PARAM_FIELD_NUMBER);
    if (words.hasViaBranch()) {
      FlagItem item = flags.origin(FlagWords.VIA_BRANCH_FIELD_NUMBER);
      if (source.isEmpty()) {
        throw new FlagStringException(item, "there is no SIP message to take it from");
      }
      String branch = source.get().branch(flags);
      put(flags, FieldMeaning.FIELD_MEANING_VIA_BRANCH, branch, FlagWords.VIA_BRANCH_FIELD_NUMBER);
    }
    if (!words.getReceivedFrom().isEmpty()) {
      FlagItem item = flags.origin(FlagWords.RECEIVED_FROM_FIELD_NUMBER);
      IpAddress address =
          IpAddress.parse(words.getReceivedFrom())
              .orElseThrow(() -> new FlagStringException(item, "it needs an IP address"));
      flags
          .entries()
          .putWhole(
              vocabulary.ng(FieldMeaning.FIELD_MEANING_RECEIVED_FROM),
              SipSource.receivedFrom(address),
              item);
    }
  }

  private void put(FlagReading flags, FieldMeaning meaning, String value, int fieldNumber)
      throws FlagStringException {
    if (!value.isEmpty()) {
      flags
          .entries()
          .put(vocabulary.ng(meaning), BencodeString.of(value), flags.origin(fieldNumber));
    }
  }

  private void addSip(
      Message.Builder expanded, Message plain, Target target, FlagReading flags, SipSource source)
      throws InvalidSipMessageException {
    SipSource.Tags tags =
        source.tags(
            ngCommand(target.command.method()).getTags(),
            flags.words(),
            Fields.isSet(plain, FieldMeaning.FIELD_MEANING_FROM_TAG));
    Merger.merge(expanded, read(source.entries(vocabulary, tags), target));
    if (tags.from().isPresent()
        && !Fields.isSet(expanded.build(), FieldMeaning.FIELD_MEANING_FROM_TAG)) {
      // The participant is named otherwise; the tag goes along, as from the module of OpenSIPS.
      Fields.addExtra(
          expanded, vocabulary.ng(FieldMeaning.FIELD_MEANING_FROM_TAG), tags.from().get());
    }
    if (Fields.canHold(plain.getDescriptorForType(), FieldMeaning.FIELD_MEANING_SDP)
        && !Fields.isSet(plain, FieldMeaning.FIELD_MEANING_SDP)) {
      Merger.merge(expanded, read(source.sdpEntries(vocabulary), target));
    }
  }

  private void addProfiles(Message.Builder expanded, List<String> names, Target target)
      throws ExpansionException {
    if (names.isEmpty()) {
      return;
    }
    boolean answers = ngCommand(target.command.method()).getTags() == TagUse.TAG_USE_ANSWER;
    Profiles now = profiles.get();
    for (String name : names) {
      ProfileOptions options =
          now.options(name, answers)
              .orElseThrow(
                  () ->
                      new ExpansionException(
                          Kind.UNKNOWN_PROFILE, "profiles", "there is no profile '" + name + "'"));
      Merger.merge(expanded, converted(options, target));
    }
  }

  private static Message read(BencodeDictionary dictionary, Target target) {
    WireBuilder read = new WireBuilder();
    if (!target.command.readRequest(dictionary, read)) {
      throw new IllegalStateException("a key that is text can be read");
    }
    return parsed(target.emptyRequest, read.toByteArray());
  }

  private static Message parsed(Message empty, byte[] bytes) {
    try {
      return empty.newBuilderForType().mergeFrom(bytes).build();
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static NgCommand ngCommand(MethodDescriptor method) {
    return method.getOptions().getExtension(Options.ngCommand);
  }
}
