package dev.touchstone.runner.system;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether models had the CPU for themselves while each was timed alone.
 *
 * <p>Threads of one model wait for each other as well, so waiting counts only if somebody else was
 * at work. Where the kernel counts no waiting (a Raspberry Pi needs {@code psi=1} on its command
 * line), other work alone decides, at a higher share: it may have run on cores that the model did
 * not use.
 */
final class Contention {

  /** Share of time in which some task waited for a CPU. */
  static final double WAITING = 0.20;

  /** Share of all cores that others took, from which on waiting is their doing. */
  static final double OTHERS = 0.05;

  /** Share of all cores that others took, where waiting is not counted. */
  static final double OTHERS_ALONE = 0.25;

  /** Share of all CPUs' time that a hypervisor gave away. */
  static final double STOLEN = 0.05;

  private Contention() {}

  /** What kept the CPU from the models, as a clause; empty if nothing is known to have. */
  static Optional<String> cause(Changes alone) {
    OptionalDouble waiting = alone.cpuWaiting();
    OptionalDouble others = alone.otherWork();
    if (waiting.orElse(0) >= WAITING && others.orElse(1) >= OTHERS) {
      return Optional.of(
          "tasks waited for the CPU "
              + percent(waiting)
              + " of the time in which models ran alone"
              + (others.isPresent() ? ", and other work took " + percent(others) + " of it" : ""));
    }
    if (waiting.isEmpty() && others.orElse(0) >= OTHERS_ALONE) {
      return Optional.of(
          "other work took " + percent(others) + " of all cores while models ran alone");
    }
    if (alone.stolen().orElse(0) >= STOLEN) {
      return Optional.of(
          "the hypervisor gave "
              + percent(alone.stolen())
              + " of the CPU to others while models ran alone");
    }
    return Optional.empty();
  }

  private static String percent(OptionalDouble share) {
    return String.format(Locale.ROOT, "%.0f %%", share.orElse(0) * 100);
  }
}
