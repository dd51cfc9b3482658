package dev.touchstone.baselines;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What went wrong with which arm, and what that means for its answers. */
final class Faults {

  /** An arm to which this happened even once has failed, whatever else was measured of it. */
  private static final Set<Fault.Kind> FATAL =
      Set.of(
          Fault.Kind.COMPRESSION_FAILED,
          Fault.Kind.MODEL_REFUSED,
          Fault.Kind.INFERENCE_FAILED,
          Fault.Kind.CRASHED,
          Fault.Kind.OUT_OF_MEMORY);

  private final List<Fault> faults;

  Faults(RunResult run) {
    this.faults = run.faults();
  }

  /** The first fault that decides about an arm by itself. */
  Optional<Fault> fatal(String arm) {
    return faults.stream().filter(f -> f.arm().equals(arm) && FATAL.contains(f.kind())).findFirst();
  }

  /** The first fault of an arm, of any kind. */
  Optional<Fault> any(String arm) {
    return faults.stream().filter(f -> f.arm().equals(arm)).findFirst();
  }

  /** One clause for people: who, what, where, and the runtime's own words. */
  static String describe(Fault fault) {
    String what =
        switch (fault.kind()) {
          case COMPRESSION_FAILED -> "could not be made";
          case MODEL_REFUSED -> "was refused by the runtime";
          case INFERENCE_FAILED -> "failed to answer";
          case OUT_OF_MEMORY -> "ran out of memory";
          case TIMED_OUT -> "did not answer in time";
          case CRASHED -> "crashed";
          case KILLED -> "was killed";
        };
    String code =
        fault.exitCode().isPresent() ? " with exit code " + fault.exitCode().getAsInt() : "";
    return fault.arm()
        + " "
        + what
        + code
        + " ("
        + fault.trial()
        + "): "
        + fault.reason().strip().replaceAll("[.\\s]+$", "");
  }
}
