package io.rtpengine.sidecar.testing;

/**
 * The releases of rtpengine that are tested with: each as a Debian suite has it, oldest first, so
 * that they can be compared.
 */
public enum RtpengineRelease {
  /** The release of Debian bookworm. */
  V10_5("10.5", "bookworm"),

  /** The release of Debian trixie. */
  V12_5("12.5", "trixie"),

  /** The release of Debian sid. */
  V26_0("26.0", "sid");

  private final String version;
  private final String suite;

  RtpengineRelease(String version, String suite) {
    this.version = version;
    this.suite = suite;
  }

  /** Returns whether this release is {@code other} or a later one. */
  public boolean isAtLeast(RtpengineRelease other) {
    return compareTo(other) >= 0;
  }

  /** Returns the name of the image that has this release; it is built when it is missing. */
  public String image() {
    return "rtpengine-sidecar/rtpengine:" + version;
  }

  /** Returns the Debian suite that has this release. */
  String suite() {
    return suite;
  }

  /** Returns the version, {@code 12.5} for instance. */
  @Override
  public String toString() {
    return version;
  }
}
