package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;

/** What the process tells the one who started it; a promise that no release breaks. */
enum ExitCode {
  PASS(0, "PASS: every requirement holds, or the command did what it was told."),
  FAIL(1, "FAIL: at least one requirement does not hold."),
  REJECTED(2, "Wrong usage, or a scenario that was rejected; nothing was measured."),
  INCONCLUSIVE(
      3, "INCONCLUSIVE: the evidence spans a limit; the reason says what would decide it."),
  INVALID(4, "INVALID run: its conditions were not met, so that nothing can be said."),
  INTERNAL_ERROR(70, "The world failed, such as a full disk, or Touchstone has a bug.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  /** One sentence for the manual. */
  String meaning() {
    return meaning;
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
