package dev.touchstone.junit;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/**
 * Stands where scenarios were asked for that cannot be read, and fails with the reason. A test as
 * well as a container, since tools that count tests may overlook a container that fails.
 */
final class FaultyTest extends AbstractTestDescriptor {

  private final RuntimeException reason;

  FaultyTest(UniqueId id, String name, Optional<TestSource> source, RuntimeException reason) {
    super(id, name, source.orElse(null));
    this.reason = reason;
    if (!(reason instanceof UncheckedIOException)) {
      reason.setStackTrace(new StackTraceElement[0]); // the author's mistake, and not made in Java
    }
  }

  RuntimeException reason() {
    return reason;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER_AND_TEST;
  }
}
