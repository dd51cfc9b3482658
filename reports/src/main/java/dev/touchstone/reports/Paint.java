package dev.touchstone.reports;

import dev.touchstone.baselines.Outcome;

/** How a terminal shows emphasis; color only repeats what the words say. */
enum Paint {
  /** No escape sequence at all. */
  NONE,
  /** ANSI escape sequences (ECMA-48, Select Graphic Rendition) with the eight basic colors. */
  ANSI;

  String outcome(Outcome outcome, String text) {
    return switch (outcome) {
      case PASS -> with("32", text);
      case INCONCLUSIVE -> with("33", text);
      case FAIL -> with("1;31", text);
      case INVALID -> with("1;35", text);
    };
  }

  String strong(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  private String with(String code, String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
