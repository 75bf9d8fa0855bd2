package io.rtpengine.sidecar.expand;

import io.rtpengine.v1.ListedProfile;
import io.rtpengine.v1.Profile;
import io.rtpengine.v1.ProfileOptions;
import io.rtpengine.v1.ProfileOrigin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Named bundles of options, as they are at one time. Immutable and thread-safe. */
public final class Profiles {

  private final Map<String, ListedProfile> byName;

  private Profiles(Map<String, ListedProfile> byName) {
    this.byName = byName;
  }

  /** Returns profiles that came with the sidecar. */
  static Profiles shipped(Collection<Profile> profiles) {
    return new Profiles(Map.of()).with(profiles, ProfileOrigin.PROFILE_ORIGIN_SHIPPED);
  }

  /** Returns these profiles and those of the operator, which take the place of their namesakes. */
  Profiles overriddenBy(Collection<Profile> own) {
    return with(own, ProfileOrigin.PROFILE_ORIGIN_FILE);
  }

  private Profiles with(Collection<Profile> more, ProfileOrigin origin) {
    Map<String, ListedProfile> all = new TreeMap<>(byName);
    for (Profile profile : more) {
      ListedProfile listed =
          ListedProfile.newBuilder()
              .setProfile(profile)
              .setOrigin(
                  byName.containsKey(profile.getName())
                      ? ProfileOrigin.PROFILE_ORIGIN_FILE_OVER_SHIPPED
                      : origin)
              .build();
      all.put(profile.getName(), listed);
    }
    return new Profiles(all);
  }

  /** Returns all of them, by name. */
  public List<ListedProfile> list() {
    return List.copyOf(byName.values());
  }

  /**
   * Returns what a profile says to an offer or to an answer; nothing if there is no such profile.
   */
  Optional<ProfileOptions> options(String name, boolean answer) {
    return Optional.ofNullable(byName.get(name))
        .map(ListedProfile::getProfile)
        .map(profile -> answer ? profile.getAnswer() : profile.getOffer());
  }
}
