package dev.touchstone.runner.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What changes while a run goes on, at one instant. What the machine does not tell is absent.
 *
 * @param at when it was read
 * @param load1 load average of the last minute
 * @param temperatures degrees Celsius by sensor
 * @param frequencies current frequency in kHz by core
 * @param throttling what holds or held the CPU down
 * @param cpu waiting for the CPU
 * @param memory waiting for memory
 * @param io waiting for disks
 * @param heldBackNanos how long the control group's quota held this process back
 * @param stolenTicks time that a hypervisor gave to others, in ticks of all CPUs
 * @param totalTicks all time, in ticks of all CPUs
 * @param swappedPages pages moved in from and out to swap since boot
 * @param swapUsedBytes swap in use
 * @param memoryAvailableBytes memory that could be had without swapping
 */
public record Conditions(
    Instant at,
    OptionalDouble load1,
    Map<String, Double> temperatures,
    Map<String, Long> frequencies,
    Throttling throttling,
    Pressure cpu,
    Pressure memory,
    Pressure io,
    OptionalLong heldBackNanos,
    OptionalLong stolenTicks,
    OptionalLong totalTicks,
    OptionalLong swappedPages,
    OptionalLong swapUsedBytes,
    OptionalLong memoryAvailableBytes) {

  private static final long KIBIBYTE = 1024;

  /** Keeps the maps' order. */
  public Conditions {
    temperatures = Collections.unmodifiableMap(new LinkedHashMap<>(temperatures));
    frequencies = Collections.unmodifiableMap(new LinkedHashMap<>(frequencies));
  }

  static Conditions read(FileTree tree, Instant at) {
    List<Long> ticks = ticks(tree);
    return new Conditions(
        at,
        load(tree),
        Temperatures.read(tree),
        frequencies(tree),
        Throttling.read(tree),
        Pressure.read(tree, "cpu"),
        Pressure.read(tree, "memory"),
        Pressure.read(tree, "io"),
        ControlGroup.read(tree).heldBackNanos(),
        ticks.size() > 7 ? OptionalLong.of(ticks.get(7)) : OptionalLong.empty(),
        ticks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sumOfFirst(ticks, 8)),
        sum(tree.keyed("proc/vmstat", "pswpin"), tree.keyed("proc/vmstat", "pswpout")),
        swapUsed(tree),
        kibibytes(tree.keyed("proc/meminfo", "MemAvailable")));
  }

  /**
   * What slowed the CPU down between an earlier instant and this one, one phrase each; empty if
   * nothing did or nothing can be known.
   */
  public List<String> throttledSince(Conditions before) {
    return throttling.since(before.throttling);
  }

  private static OptionalDouble load(FileTree tree) {
    String first = tree.text("proc/loadavg").orElse("").split(" ", 2)[0];
    try {
      return OptionalDouble.of(Double.parseDouble(first));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static Map<String, Long> frequencies(FileTree tree) {
    Map<String, Long> frequencies = new TreeMap<>();
    String cpus = "sys/devices/system/cpu";
    for (String cpu : tree.names(cpus, "cpu\\d+")) {
      tree.number(cpus + "/" + cpu + "/cpufreq/scaling_cur_freq")
          .ifPresent(kilohertz -> frequencies.put(cpu, kilohertz));
    }
    return frequencies;
  }

  /**
   * The first line of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal,
   * and two that are contained in user and nice.
   */
  private static List<Long> ticks(FileTree tree) {
    List<Long> ticks = new ArrayList<>();
    for (String line : tree.lines("proc/stat")) {
      if (line.startsWith("cpu ")) {
        for (String field : line.substring(4).strip().split("\\s+", -1)) {
          FileTree.decimal(field).ifPresent(ticks::add);
        }
      }
    }
    return ticks;
  }

  private static long sumOfFirst(List<Long> ticks, int count) {
    return ticks.stream().limit(count).mapToLong(Long::longValue).sum();
  }

  private static OptionalLong swapUsed(FileTree tree) {
    OptionalLong total = kibibytes(tree.keyed("proc/meminfo", "SwapTotal"));
    OptionalLong free = kibibytes(tree.keyed("proc/meminfo", "SwapFree"));
    return total.isPresent() && free.isPresent()
        ? OptionalLong.of(total.getAsLong() - free.getAsLong())
        : OptionalLong.empty();
  }

  private static OptionalLong sum(OptionalLong a, OptionalLong b) {
    return a.isPresent() && b.isPresent()
        ? OptionalLong.of(a.getAsLong() + b.getAsLong())
        : OptionalLong.empty();
  }

  static OptionalLong kibibytes(OptionalLong count) {
    return count.isPresent() ? OptionalLong.of(count.getAsLong() * KIBIBYTE) : OptionalLong.empty();
  }
}
