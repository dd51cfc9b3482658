package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which figure of a worker's memory a metric means. */
final class WorkerMemory {

  private WorkerMemory() {}

  /** In bytes; empty for the model's own part if the floor was not measured. */
  static OptionalDouble of(Metric metric, Memory memory, Optional<Memory> floor) {
    return switch (metric) {
      case MEMORY_PEAK -> OptionalDouble.of((double) memory.peak());
      case MEMORY_LOAD -> OptionalDouble.of((double) memory.loading());
      case MEMORY_STEADY -> OptionalDouble.of((double) memory.steady());
      case MEMORY_FILE_BACKED -> OptionalDouble.of((double) memory.fileBacked());
      case MEMORY_MODEL ->
          floor.isPresent()
              ? OptionalDouble.of((double) memory.peak() - floor.get().peak())
              : OptionalDouble.empty();
      default -> throw new IllegalArgumentException(metric.key() + " is not about memory");
    };
  }
}
