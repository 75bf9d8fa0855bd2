package io.rtpengine.sidecar.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class once for each release of rtpengine. Its constructor, its lifecycle methods and
 * its tests may take parameters of type {@link RtpengineContainer} and {@link RtpengineRelease};
 * the constructor not with {@code Lifecycle.PER_CLASS}, where one instance serves all releases.
 *
 * <p>There is one engine a release for all such classes, started by the first that needs it and
 * stopped after the last test of the run: tests use call-ids of their own, and leave no call
 * behind.
 *
 * <pre>{@code
 * @OnEveryRelease
 * final class PingTest {
 *   @Test
 *   void answersPing(RtpengineContainer engine) { ... }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(EveryRelease.class)
public @interface OnEveryRelease {}
