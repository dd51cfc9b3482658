package dev.touchstone.baselines.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Who did something to a store, when, and why.
 *
 * @param at now
 * @param by a person's or a machine's name
 * @param because the reason that was stated; empty if none was needed
 */
public record Signature(Instant at, String by, String because) {

  /** Rejects what is missing. */
  public Signature {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(because, "because");
  }
}
