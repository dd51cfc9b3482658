package dev.touchstone.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How many processes the Linux kernel has killed for lack of memory since it started, in this
 * machine and in its control groups: {@code oom_kill} of {@code /proc/vmstat}, since Linux 4.13.
 *
 * @param vmstat the file
 */
record KernelKills(Path vmstat) {

  static final KernelKills OF_THIS_MACHINE = new KernelKills(Path.of("/proc/vmstat"));

  private static final String KEY = "oom_kill ";

  /** The most that {@code /proc/pid/oom_score_adj} takes; see proc(5). */
  private static final String FIRST = "1000";

  /**
   * Asks the kernel to kill this process before any other when memory runs out: the one that is
   * measured, and not the one that keeps the results. What it starts inherits that.
   */
  static void prefer(Process process) {
    try {
      Files.writeString(Path.of("/proc/" + process.pid() + "/oom_score_adj"), FIRST);
    } catch (IOException e) {
      // Another system, or it is gone already; then the kernel chooses by size.
    }
  }

  /** The count; empty where the kernel does not say. */
  OptionalLong count() {
    try {
      return Files.readAllLines(vmstat).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToLong(line -> Long.parseLong(line.substring(KEY.length()).trim()))
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
