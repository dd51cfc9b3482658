package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the control groups around this process allow (kernel documentation, {@code
 * admin-guide/cgroup-v2.rst} and {@code cgroup-v1/}). The tightest limit on the way up to the root
 * counts.
 *
 * @param cpus how many CPUs' worth of time; absent without a quota
 * @param memoryBytes absent without a limit
 * @param heldBackNanos how long the group was held back by its quota since it was made; absent
 *     without a quota
 */
record ControlGroup(OptionalDouble cpus, OptionalLong memoryBytes, OptionalLong heldBackNanos) {

  /** Version 1 writes "no limit" as the largest multiple of the page size: anything this large. */
  private static final long NO_LIMIT = 1L << 60;

  private static final String MOUNT = "sys/fs/cgroup";

  static ControlGroup read(FileTree tree) {
    return tree.has(MOUNT + "/cgroup.controllers") ? version2(tree) : version1(tree);
  }

  private static ControlGroup version2(FileTree tree) {
    OptionalDouble cpus = OptionalDouble.empty();
    OptionalLong memory = OptionalLong.empty();
    OptionalLong heldBack = OptionalLong.empty();
    for (String folder : upwards(tree, "", MOUNT)) {
      OptionalDouble here = quota(tree, folder);
      if (here.isPresent()) {
        cpus = min(cpus, here.getAsDouble());
        OptionalLong micros = tree.keyed(folder + "/cpu.stat", "throttled_usec");
        heldBack = larger(heldBack, micros, 1000);
      }
      memory = min(memory, tree.number(folder + "/memory.max"));
    }
    return new ControlGroup(cpus, memory, heldBack);
  }

  private static OptionalDouble quota(FileTree tree, String folder) {
    String[] fields = tree.text(folder + "/cpu.max").orElse("max").split("\\s+", -1);
    OptionalLong quota = FileTree.decimal(fields[0]);
    OptionalLong period =
        fields.length > 1 ? FileTree.decimal(fields[1]) : OptionalLong.of(100_000);
    return ratio(quota, period);
  }

  private static ControlGroup version1(FileTree tree) {
    OptionalDouble cpus = OptionalDouble.empty();
    OptionalLong heldBack = OptionalLong.empty();
    for (String folder : upwards(tree, "cpu", MOUNT + "/cpu")) {
      OptionalDouble here =
          ratio(
              tree.number(folder + "/cpu.cfs_quota_us"),
              tree.number(folder + "/cpu.cfs_period_us"));
      if (here.isPresent()) {
        cpus = min(cpus, here.getAsDouble());
        OptionalLong nanos = tree.keyed(folder + "/cpu.stat", "throttled_time");
        heldBack = larger(heldBack, nanos, 1);
      }
    }
    OptionalLong memory = OptionalLong.empty();
    for (String folder : upwards(tree, "memory", MOUNT + "/memory")) {
      memory = min(memory, tree.number(folder + "/memory.limit_in_bytes"));
    }
    return new ControlGroup(cpus, memory, heldBack);
  }

  /**
   * The folders of this process's group and of all groups around it, innermost first. Inside a
   * container the path may be one of the host's that is not mounted here: then only the mount.
   */
  private static List<String> upwards(FileTree tree, String controller, String mount) {
    List<String> folders = new ArrayList<>();
    String path = path(tree, controller);
    while (path.length() > 1 && path.startsWith("/")) {
      if (tree.has(mount + path)) {
        folders.add(mount + path);
      }
      path = path.substring(0, path.lastIndexOf('/'));
    }
    folders.add(mount);
    return folders;
  }

  private static String path(FileTree tree, String controller) {
    for (String line : tree.lines("proc/self/cgroup")) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
        return fields[2];
      }
    }
    return "/";
  }

  private static OptionalDouble ratio(OptionalLong quota, OptionalLong period) {
    return quota.isPresent()
            && period.isPresent()
            && quota.getAsLong() > 0
            && period.getAsLong() > 0
        ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
        : OptionalDouble.empty();
  }

  private static OptionalDouble min(OptionalDouble tightest, double here) {
    return OptionalDouble.of(Math.min(tightest.orElse(here), here));
  }

  private static OptionalLong min(OptionalLong tightest, OptionalLong here) {
    if (here.isEmpty() || here.getAsLong() <= 0 || here.getAsLong() >= NO_LIMIT) {
      return tightest;
    }
    return OptionalLong.of(Math.min(tightest.orElse(here.getAsLong()), here.getAsLong()));
  }

  private static OptionalLong larger(OptionalLong largest, OptionalLong here, long factor) {
    if (here.isEmpty()) {
      return largest;
    }
    return OptionalLong.of(Math.max(largest.orElse(0), here.getAsLong() * factor));
  }
}
