package dev.touchstone.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/** A class that stands for scenarios. */
final class ClassContainer extends AbstractTestDescriptor {

  /** What its part of a unique identifier is called. */
  static final String SEGMENT = "class";

  ClassContainer(UniqueId parent, Class<?> type) {
    super(parent.append(SEGMENT, type.getName()), type.getSimpleName(), ClassSource.from(type));
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public String getLegacyReportingName() {
    return getUniqueId().getLastSegment().getValue();
  }
}
