package dev.touchstone.scenarios;

/** What follows if a slice that a requirement names has no calibration sample. */
public enum CalibrationCheck {
  /** It is told on the card. */
  REPORT,
  /** The candidate's findings are INVALID, and it is not measured. */
  STRICT
}
