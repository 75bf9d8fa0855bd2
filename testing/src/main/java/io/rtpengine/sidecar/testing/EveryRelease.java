package io.rtpengine.sidecar.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link OnEveryRelease} does. */
final class EveryRelease implements ClassTemplateInvocationContextProvider {

  private static final Namespace NAMESPACE = Namespace.create(EveryRelease.class);

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(RtpengineRelease.values()).map(OneRelease::new);
  }

  /** One run of the class. */
  private record OneRelease(RtpengineRelease release)
      implements ClassTemplateInvocationContext, ParameterResolver {

    @Override
    public String getDisplayName(int invocationIndex) {
      return "rtpengine " + release;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == RtpengineRelease.class || type == RtpengineContainer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RtpengineRelease.class
          ? release
          : engine(context);
    }

    /** Returns the one engine of this release; the root context stops it at the end of the run. */
    private RtpengineContainer engine(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(
              release,
              key -> RtpengineExtension.started(new RtpengineContainer(key)),
              RtpengineContainer.class);
    }
  }
}
