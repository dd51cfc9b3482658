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

  /**
   * These may happen to a fork pair once or twice, by chance or because of the machine: the pair is
   * done again and counted. An arm to which they happen more often has failed.
   */
  private static final Set<Fault.Kind> FORGIVEN_IN_A_PAIR =
      Set.of(Fault.Kind.CRASHED, Fault.Kind.OUT_OF_MEMORY);

  private static final int MOST_FORGIVEN = 2;

  private final List<Fault> faults;

  Faults(RunResult run) {
    this.faults = run.faults();
  }

  /** The first fault that decides about an arm by itself. */
  Optional<Fault> fatal(String arm) {
    boolean forgiving =
        faults.stream().filter(f -> f.arm().equals(arm) && isForgivable(f)).count()
            <= MOST_FORGIVEN;
    return faults.stream()
        .filter(f -> f.arm().equals(arm) && FATAL.contains(f.kind()))
        .filter(f -> !(forgiving && isForgivable(f)))
        .findFirst();
  }

  /** Whether a fault was one of a fork pair that was done again. */
  private static boolean isForgivable(Fault fault) {
    return fault.trial().startsWith("pair ") && FORGIVEN_IN_A_PAIR.contains(fault.kind());
  }

  /** The faults that were forgiven, in their order. */
  List<Fault> forgiven() {
    return faults.stream().filter(f -> isForgivable(f) && fatal(f.arm()).isEmpty()).toList();
  }

  /** Whether an arm was not measured because its calibration data leaves out what is judged. */
  Optional<Fault> calibrationGap(String arm) {
    return faults.stream()
        .filter(f -> f.arm().equals(arm) && f.kind() == Fault.Kind.CALIBRATION_GAP)
        .findFirst();
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
          case CALIBRATION_GAP -> "was calibrated with gaps";
          case MODEL_REFUSED -> "was refused by the runtime";
          case INFERENCE_FAILED -> "failed to answer";
          case LOAD_UNSUITED -> "cannot be run in that way";
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
