package dev.touchstone.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Marks a class that stands for scenarios, so that tools which look for test classes, such as Maven
 * Surefire and Gradle, find them.
 *
 * <pre>{@code
 * @Scenarios
 * class CompressedModelsTest {}
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Testable
public @interface Scenarios {

  /**
   * Scenario files, folders of them, and names of bundled scenarios; none for what {@code
   * touchstone.scenarios} says, which is {@code src/test/touchstone} if it says nothing.
   */
  String[] value() default {};
}
