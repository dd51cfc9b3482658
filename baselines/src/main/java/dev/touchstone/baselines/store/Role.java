package dev.touchstone.baselines.store;

import dev.touchstone.scenarios.Baseline;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a stored model is kept for. */
public enum Role {
  /** The uncompressed model. */
  REFERENCE,
  /** The model that ships today. */
  DEPLOYED,
  /** The last model that shipped before it and had passed: where a rollback goes. */
  LAST_KNOWN_GOOD;

  /** The role of what a requirement names. */
  public static Role of(Baseline baseline) {
    return switch (baseline) {
      case REFERENCE -> REFERENCE;
      case DEPLOYED -> DEPLOYED;
    };
  }

  /** The role of that name; empty if there is none. */
  public static Optional<Role> ofKey(String key) {
    return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
  }

  /** The name in files and on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
