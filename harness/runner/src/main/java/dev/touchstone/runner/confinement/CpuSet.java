package dev.touchstone.runner.confinement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Numbers of logical CPUs.
 *
 * @param cpus ascending, none twice
 */
record CpuSet(List<Integer> cpus) {

  private static final int MOST = 1 << 16;

  CpuSet {
    cpus = List.copyOf(new TreeSet<>(cpus));
  }

  /** Reads the kernel's list format, such as {@code 0-3,6}; empty if it is none. */
  static Optional<CpuSet> parse(String text) {
    List<Integer> cpus = new ArrayList<>();
    for (String part : text.strip().split(",", -1)) {
      if (!part.matches("\\d{1,5}(-\\d{1,5})?")) {
        return Optional.empty();
      }
      String[] bounds = part.split("-", -1);
      int last = Integer.parseInt(bounds[bounds.length - 1]);
      for (int cpu = Integer.parseInt(bounds[0]); cpu <= last && cpu < MOST; cpu++) {
        cpus.add(cpu);
      }
    }
    return Optional.of(new CpuSet(cpus));
  }

  int size() {
    return cpus.size();
  }

  /** The kernel's list format. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < cpus.size(); ) {
      int first = cpus.get(i);
      int last = first;
      while (++i < cpus.size() && cpus.get(i) == last + 1) {
        last++;
      }
      parts.add(first == last ? String.valueOf(first) : first + "-" + last);
    }
    return String.join(",", parts);
  }
}
