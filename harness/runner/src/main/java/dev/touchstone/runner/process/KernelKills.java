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
