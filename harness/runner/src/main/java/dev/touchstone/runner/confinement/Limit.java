package dev.touchstone.runner.confinement;

import java.util.List;

/** One limit of a profile. Immutable. */
interface Limit {

  /** What is limited, such as {@code cpu-set}. */
  String key();

  /** What was asked and of whom, such as {@code 0-1 (taskset)}. */
  String asked();

  /**
   * The command that starts a worker under this limit.
   *
   * @param command starts it without
   * @param cell what was made ready for this worker
   */
  default List<String> around(List<String> command, Cell cell) {
    return command;
  }

  /**
   * Whether a live worker is really held, by what the kernel says of it.
   *
   * @return what holds, beginning with {@code not held:} if it does not
   */
  default String observed(long pid, Cell cell) {
    return asked();
  }

  /** A fact that needs no looking: what is not enforced and why, or holds by itself. */
  record Fact(String key, String asked) implements Limit {}
}
