package io.rtpengine.sidecar.expand;

import java.util.Map;
import java.util.Optional;

/**
 * Named bundles of options, written as flag strings: one for offers, one for answers. Immutable and
 * thread-safe.
 */
public final class Profiles {

  /** The profiles that come with the sidecar. */
  public static final Profiles SHIPPED = new Profiles(Map.of());

  private final Map<String, Profile> byName;

  /** Creates profiles. */
  public Profiles(Map<String, Profile> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * A profile.
   *
   * @param offer the options of an offer
   * @param answer the options of an answer
   */
  public record Profile(String offer, String answer) {}

  /** Returns the options of a profile; nothing if there is no such profile. */
  Optional<String> flags(String name, boolean answer) {
    return Optional.ofNullable(byName.get(name))
        .map(profile -> answer ? profile.answer : profile.offer);
  }
}
