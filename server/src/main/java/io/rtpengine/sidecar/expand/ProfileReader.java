package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.TextFormatParseLocation;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.sidecar.translate.Violation;
import io.rtpengine.v1.Profile;
import io.rtpengine.v1.ProfileFile;
import io.rtpengine.v1.ProfileOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of profiles, and makes sure that a request can take whatever is in them. Immutable
 * and thread-safe.
 */
public final class ProfileReader {

  private static final int TYPICAL_SIZE = 512;
  private static final FieldDescriptor PROFILE =
      ProfileFile.getDescriptor().findFieldByNumber(ProfileFile.PROFILE_FIELD_NUMBER);
  private static final FieldDescriptor NAME =
      Profile.getDescriptor().findFieldByNumber(Profile.NAME_FIELD_NUMBER);
  private static final FieldDescriptor OFFER =
      Profile.getDescriptor().findFieldByNumber(Profile.OFFER_FIELD_NUMBER);
  private static final FieldDescriptor ANSWER =
      Profile.getDescriptor().findFieldByNumber(Profile.ANSWER_FIELD_NUMBER);

  /** The beginning of a profile, or its name. */
  private static final Pattern LANDMARK =
      Pattern.compile("(?m)^\\s*profile\\b|\\bname\\s*:\\s*(\"[^\"\\n]*\"|'[^'\\n]*')");

  private final Command offer;
  private final Command answer;

  /**
   * Creates a reader.
   *
   * @param offer the command that what a profile says of offers is for
   * @param answer the command that what it says of answers is for
   */
  public ProfileReader(Command offer, Command answer) {
    this.offer = offer;
    this.answer = answer;
  }

  /**
   * Reads a file.
   *
   * @param text what is in it
   * @throws InvalidProfilesException if something in it can't be right; the message says which
   *     profile, which field, which line
   */
  List<Profile> read(String text) throws InvalidProfilesException {
    TextFormatParseInfoTree.Builder places = TextFormatParseInfoTree.builder();
    ProfileFile.Builder file = ProfileFile.newBuilder();
    try {
      TextFormat.Parser.newBuilder()
          .setSingularOverwritePolicy(
              TextFormat.Parser.SingularOverwritePolicy.FORBID_SINGULAR_OVERWRITES)
          .setParseInfoTreeBuilder(places)
          .build()
          .merge(text, file);
    } catch (TextFormat.ParseException wrong) {
      throw new InvalidProfilesException(
          "line " + wrong.getLine() + profileAbove(text, wrong.getLine()) + ": " + said(wrong));
    }
    check(file.build(), places.build());
    return file.getProfileList();
  }

  /** Returns what a parser says, on one line, and without the places in it. */
  private static String said(TextFormat.ParseException wrong) {
    return String.valueOf(wrong.getMessage()).replaceAll("(^|\\s*\\n)\\d+:\\d+:\\s*", " ").strip();
  }

  /** Names the profile that a line belongs to, if it has been named before that line. */
  private static String profileAbove(String text, int line) {
    String above = String.join("\n", text.lines().limit(line).toList());
    String name = "";
    Matcher landmark = LANDMARK.matcher(above);
    while (landmark.find()) {
      String quoted = landmark.group(1);
      name = quoted == null ? "" : " (profile " + quoted + ")";
    }
    return name;
  }

  private void check(ProfileFile file, TextFormatParseInfoTree places)
      throws InvalidProfilesException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < file.getProfileCount(); i++) {
      Profile profile = file.getProfile(i);
      TextFormatParseInfoTree within = places.getNestedTree(PROFILE, i);
      String name = profile.getName();
      if (name.isBlank()) {
        throw wrong(
            places.getLocation(PROFILE, i), name, NAME.getName(), "every profile needs one");
      }
      if (!names.add(name)) {
        throw wrong(
            within.getLocation(NAME, 0), name, NAME.getName(), "there are two of this name");
      }
      check(offer, profile.getOffer(), name, OFFER, within);
      check(answer, profile.getAnswer(), name, ANSWER, within);
    }
  }

  /** Has a request translated that says nothing else. */
  private static void check(
      Command command,
      ProfileOptions options,
      String profile,
      FieldDescriptor field,
      TextFormatParseInfoTree places)
      throws InvalidProfilesException {
    try {
      command.writeRequest(command.request(options.toByteArray()), new BencodeWriter(TYPICAL_SIZE));
    } catch (InvalidMessageException invalid) {
      for (Violation violation : invalid.violations()) {
        String[] path = violation.field().split("[.\\[]", -1);
        // What else a request needs is not for a profile to say.
        if (ProfileOptions.getDescriptor().findFieldByName(path[0]) != null) {
          throw wrong(
              place(field, path, places),
              profile,
              field.getName() + "." + violation.field(),
              violation.problem());
        }
      }
    }
  }

  /** Returns where a field stands, or the innermost of those around it that can be found. */
  private static TextFormatParseLocation place(
      FieldDescriptor first, String[] path, TextFormatParseInfoTree places) {
    TextFormatParseLocation found = places.getLocation(first, 0);
    TextFormatParseInfoTree within = places.getNestedTree(first, 0);
    Descriptor type = first.getMessageType();
    for (String name : path) {
      FieldDescriptor field = type.findFieldByName(name);
      if (field == null || within.getLocation(field, 0).equals(TextFormatParseLocation.EMPTY)) {
        break;
      }
      found = within.getLocation(field, 0);
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        break;
      }
      within = within.getNestedTree(field, 0);
      type = field.getMessageType();
    }
    return found;
  }

  private static InvalidProfilesException wrong(
      TextFormatParseLocation place, String profile, String field, String problem) {
    return new InvalidProfilesException(
        "line "
            + (place.getLine() + 1)
            + (profile.isBlank() ? "" : " (profile \"" + profile + "\")")
            + ": "
            + field
            + ": "
            + problem);
  }
}
