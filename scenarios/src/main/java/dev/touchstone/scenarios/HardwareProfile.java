package dev.touchstone.scenarios;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The hardware that a scenario is about, and how the runtime is set there.
 *
 * @param name such as {@code raspberry-pi-4}
 * @param description one line for people
 * @param architecture {@code amd64} or {@code aarch64}; empty for any
 * @param cpuFeatures what the CPU can do, in the spelling of {@code /proc/cpuinfo}; empty set if
 *     not stated
 * @param cores that the worker may use; empty for all
 * @param memoryBytes that the board has; empty if not stated
 * @param threads intra-op threads of the runtime, at least 1
 * @param executionProvider {@code cpu}
 */
public record HardwareProfile(
    String name,
    String description,
    Optional<String> architecture,
    Set<String> cpuFeatures,
    OptionalInt cores,
    OptionalLong memoryBytes,
    int threads,
    String executionProvider) {

  /** Rejects a profile without a thread. */
  public HardwareProfile {
    cpuFeatures = Set.copyOf(cpuFeatures);
    if (name.isBlank() || threads < 1) {
      throw new IllegalArgumentException("a profile needs a name and at least one thread");
    }
  }
}
