package dev.touchstone.runner.system;

import java.util.OptionalLong;

/**
 * How long tasks have waited for one resource since boot, as the kernel's pressure stall
 * information counts it (kernel documentation, {@code accounting/psi.rst}).
 *
 * @param someMicros time in which at least one task waited
 * @param fullMicros time in which every task waited; absent for the CPU on older kernels
 */
record Pressure(OptionalLong someMicros, OptionalLong fullMicros) {

  /**
   * Reads the counters of one resource.
   *
   * @param resource {@code cpu}, {@code memory} or {@code io}
   */
  static Pressure read(FileTree tree, String resource) {
    String path = "proc/pressure/" + resource;
    return new Pressure(total(tree, path, "some"), total(tree, path, "full"));
  }

  private static OptionalLong total(FileTree tree, String path, String which) {
    return tree.lines(path).stream()
        .filter(line -> line.startsWith(which + " ") && line.contains("total="))
        .map(line -> FileTree.decimal(line.substring(line.indexOf("total=") + 6).strip()))
        .findFirst()
        .orElse(OptionalLong.empty());
  }
}
