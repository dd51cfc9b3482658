package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import java.util.function.ToLongFunction;

/** Which part of a cold start a metric means. */
final class ColdStartPart {

  private ColdStartPart() {}

  static ToLongFunction<ColdStart> of(Metric metric) {
    return switch (metric) {
      case COLD_START -> ColdStart::total;
      case COLD_START_JVM -> ColdStart::jvm;
      case COLD_START_RUNTIME -> ColdStart::runtime;
      case COLD_START_SESSION -> ColdStart::session;
      case COLD_START_FIRST_INFERENCE -> ColdStart::firstInference;
      default -> throw new IllegalArgumentException(metric.key() + " is not about cold starts");
    };
  }
}
