package dev.touchstone.scenarios;

/** Hears how far a long piece of work has come; the work never waits for it. */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (phase, done, total) -> {};

  /**
   * Tells how far one phase has come.
   *
   * @param phase what is being done, for people, such as {@code measuring int8-static}
   * @param done units that are done, from 0 to {@code total}
   * @param total units in all, at least 1
   */
  void at(String phase, long done, long total);

  /**
   * Tells what was found out on the way, and what is next.
   *
   * @param phase what is being done
   * @param line for people, such as {@code fork pairs 12, next look 16, open: latency.p50 of int8}
   */
  default void says(String phase, String line) {}
}
