package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;

/** What the process tells the one who started it; a promise that no release breaks. */
enum ExitCode {
  PASS(0),
  FAIL(1),
  /** Usage, or a scenario that was rejected. */
  REJECTED(2),
  INCONCLUSIVE(3),
  /** Run conditions were not met. */
  INVALID(4),
  INTERNAL_ERROR(70);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case PASS -> PASS;
      case FAIL -> FAIL;
      case INCONCLUSIVE -> INCONCLUSIVE;
      case INVALID -> INVALID;
    };
  }
}
