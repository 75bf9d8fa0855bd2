package io.rtpengine.sidecar.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a real rtpengine for a test: one for the whole class where it is registered in a static
 * field, one for each test otherwise. It is stopped when they are done.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RtpengineExtension RTPENGINE = RtpengineExtension.of(RtpengineRelease.V26_0);
 *
 * @Test
 * void answersPing(RtpengineContainer engine) { ... }
 * }</pre>
 *
 * <p>Where Docker is missing the tests fail, and say so; they are not skipped. {@link
 * OnEveryRelease} runs a class once for each release.
 */
public final class RtpengineExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(RtpengineExtension.class);

  private final Supplier<RtpengineContainer> containers;
  private @Nullable RtpengineContainer engine;

  private RtpengineExtension(Supplier<RtpengineContainer> containers) {
    this.containers = containers;
  }

  /** Starts an rtpengine of a release. */
  public static RtpengineExtension of(RtpengineRelease release) {
    return of(() -> new RtpengineContainer(release));
  }

  /** Starts an rtpengine as configured by the caller. */
  public static RtpengineExtension of(Supplier<RtpengineContainer> containers) {
    return new RtpengineExtension(containers);
  }

  /**
   * Returns the running engine.
   *
   * @throws IllegalStateException if no test is running
   */
  public RtpengineContainer engine() {
    if (engine == null) {
      throw new IllegalStateException("there is an rtpengine only while a test is running");
    }
    return engine;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start(context);
  }

  /** Starts the engine unless an outer context has; the context that did stops it at its end. */
  private void start(ExtensionContext context) {
    engine =
        context
            .getStore(NAMESPACE)
            .computeIfAbsent(this, key -> started(containers.get()), RtpengineContainer.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RtpengineContainer.class;
  }

  @Override
  public RtpengineContainer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return engine();
  }

  /**
   * Returns a container once it runs.
   *
   * @throws IllegalStateException if it does not, which says what is needed
   */
  static RtpengineContainer started(RtpengineContainer container) {
    try {
      container.start();
      return container;
    } catch (RuntimeException e) {
      container.close();
      throw new IllegalStateException(
          "rtpengine could not be started; it needs a Docker engine on this machine: "
              + e.getMessage(),
          e);
    }
  }
}
