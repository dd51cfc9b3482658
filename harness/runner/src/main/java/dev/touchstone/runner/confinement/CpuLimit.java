package dev.touchstone.runner.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a worker to some CPUs by {@code taskset} of util-linux, see sched_setaffinity(2). */
record CpuLimit(Host host, Path taskset, CpuSet cpus) implements Limit {

  static final String KEY = "cpu-set";

  static Limit plan(Host host, int cores) {
    Optional<CpuSet> allowed = host.allowedCpus("self");
    if (allowed.isEmpty()) {
      return new Fact(KEY, "not enforced: this system does not tell which CPUs may be used");
    }
    int usable = allowed.get().size();
    if (cores > usable) {
      return new Fact(
          KEY, "not enforced: the profile has " + cores + " cores, usable here are " + usable);
    }
    if (cores == usable) {
      return new Fact(KEY, allowed.get() + " (all CPUs that may be used here)");
    }
    Optional<Path> taskset = host.program("taskset");
    if (taskset.isEmpty()) {
      return new Fact(KEY, "not enforced: there is no taskset; it comes with util-linux");
    }
    CpuLimit limit = new CpuLimit(host, taskset.get(), choose(host, allowed.get(), cores));
    return host.run(limit.around(List.of("true"))).isPresent()
        ? limit
        : new Fact(KEY, "not enforced: taskset was not allowed to set " + limit.cpus());
  }

  /**
   * Cores before further threads of the same core, since a board's cores are whole; the first CPU
   * last, since it answers most interrupts.
   */
  static CpuSet choose(Host host, CpuSet allowed, int cores) {
    Map<Integer, Integer> thread = new HashMap<>();
    Map<String, Integer> perCore = new HashMap<>();
    for (int cpu : allowed.cpus()) {
      String core =
          host.text("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list")
              .orElse(String.valueOf(cpu));
      thread.put(cpu, perCore.merge(core, 1, Integer::sum));
    }
    List<Integer> order = new ArrayList<>(allowed.cpus());
    order.sort(
        Comparator.comparing((Integer cpu) -> thread.getOrDefault(cpu, 1))
            .thenComparing(cpu -> cpu == 0)
            .thenComparing(cpu -> cpu));
    return new CpuSet(order.subList(0, cores));
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String asked() {
    return cpus + " (taskset)";
  }

  @Override
  public List<String> around(List<String> command, Cell cell) {
    return around(command);
  }

  private List<String> around(List<String> command) {
    return Stream.concat(Stream.of(taskset.toString(), "-c", cpus.toString()), command.stream())
        .toList();
  }

  @Override
  public String observed(long pid, Cell cell) {
    Optional<CpuSet> real = host.allowedCpus(String.valueOf(pid));
    return real.filter(cpus::equals).isPresent()
        ? asked()
        : "not held: asked for "
            + asked()
            + ", the worker may use "
            + real.map(CpuSet::toString).orElse("what nobody tells");
  }
}
