package io.rtpengine.sidecar.expand;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rtpengine.v1.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that requests may name: those that come with the sidecar, and those of a file of the
 * operator's. Thread-safe.
 *
 * <p>Those that come with the sidecar are read when they are first needed, which is never in many;
 * the operator's file, at the start, which it has to be able to refuse.
 */
public final class ProfileCatalogue {

  private static final String SHIPPED = "profiles.txtpb";

  private final Supplier<ProfileReader> reader;
  private final Optional<Path> file;
  private volatile @Nullable Profiles current;

  private ProfileCatalogue(Supplier<ProfileReader> reader, Optional<Path> file) {
    this.reader = reader;
    this.file = file;
  }

  /**
   * Opens the catalogue, and reads the operator's file.
   *
   * @param reader makes what reads profiles, when there are any to be read
   * @param file the operator's file, if there is one
   * @throws InvalidProfilesException as for {@link #reload}
   */
  public static ProfileCatalogue open(Supplier<ProfileReader> reader, Optional<Path> file)
      throws InvalidProfilesException {
    ProfileCatalogue catalogue = new ProfileCatalogue(reader, file);
    if (file.isPresent()) {
      catalogue.reload();
    }
    return catalogue;
  }

  /** Returns the profiles that there are now. */
  public Profiles now() {
    Profiles read = current;
    if (read == null) {
      // Two at a time read the same.
      read = shipped();
      current = read;
    }
    return read;
  }

  /**
   * Reads the operator's file anew. Blocks while it does.
   *
   * @throws InvalidProfilesException if the file can't be read, or something in it can't be right;
   *     then the profiles are as before
   */
  public Profiles reload() throws InvalidProfilesException {
    Profiles read = shipped();
    if (file.isPresent()) {
      read = read.overriddenBy(read(file.get()));
    }
    current = read;
    return read;
  }

  private List<Profile> read(Path path) throws InvalidProfilesException {
    try {
      return reader.get().read(Files.readString(path));
    } catch (IOException unreadable) {
      throw new InvalidProfilesException(
          "profiles_file: " + path + ": can't be read: " + unreadable);
    } catch (InvalidProfilesException wrong) {
      throw new InvalidProfilesException("profiles_file: " + path + ": " + wrong.getMessage());
    }
  }

  private Profiles shipped() {
    try (InputStream in =
        Objects.requireNonNull(ProfileCatalogue.class.getResourceAsStream(SHIPPED))) {
      return Profiles.shipped(reader.get().read(new String(in.readAllBytes(), UTF_8)));
    } catch (IOException | InvalidProfilesException impossible) {
      throw new IllegalStateException(SHIPPED, impossible);
    }
  }
}
