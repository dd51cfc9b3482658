package dev.touchstone.scenarios;

import java.util.Locale;

/** The arm that a candidate is compared with. */
public enum Baseline {
  /** The uncompressed model. */
  REFERENCE,
  /** The model that ships today. */
  DEPLOYED;

  /** The name in scenario and result files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
