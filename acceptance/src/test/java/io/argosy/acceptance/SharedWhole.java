package io.argosy.acceptance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One deployment for all classes that leave it as they found it: started at the first one's wish,
 * stopped before another deployment starts and at the end of everything.
 */
final class SharedWhole implements ParameterResolver {
  private static @Nullable Whole whole;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Whole.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var store = context.getRoot().getStore(ExtensionContext.Namespace.create(SharedWhole.class));
    AutoCloseable end = SharedWhole::stop;
    store.put("end", end);
    return running();
  }

  private static synchronized Whole running() {
    if (whole == null) {
      try {
        whole = Whole.start("shared");
      } catch (Exception e) {
        throw new IllegalStateException("the shared deployment did not start", e);
      }
    }
    return whole;
  }

  /** Stops it, if it runs. */
  static synchronized void stop() {
    if (whole != null) {
      whole.close();
      whole = null;
    }
  }
}
