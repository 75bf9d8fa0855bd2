package io.rtpengine.sidecar.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.LazyFuture;

/** The image of a release: the one that is there, or else one that is built when it is needed. */
final class RtpengineImage extends LazyFuture<String> {

  private static final String DOCKERFILE = "io/rtpengine/sidecar/testing/rtpengine/Dockerfile";

  private final RtpengineRelease release;

  RtpengineImage(RtpengineRelease release) {
    this.release = release;
  }

  @Override
  protected String resolve() {
    return isThere() ? release.image() : build();
  }

  private boolean isThere() {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(release.image()).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private String build() {
    return new ImageFromDockerfile(release.image(), false)
        .withFileFromClasspath("Dockerfile", DOCKERFILE)
        .withBuildArg("SUITE", release.suite())
        .get();
  }
}
