package dev.touchstone.runner.system;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What changes while a run goes on, at one instant. What the machine does not tell is absent.
 *
 * @param at when it was read
 * @param load1 load average of the last minute
 * @param temperatures degrees Celsius by sensor
 * @param frequencies current frequency in kHz by policy
 * @param throttling what holds or held the CPU down
 * @param cpu waiting for the CPU
 * @param memory waiting for memory
 * @param io waiting for disks
 * @param heldBackNanos how long the control group's quota held this process back
 * @param ticks time of all CPUs
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
    CpuTicks ticks,
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
    return new Conditions(
        at,
        load(tree),
        Temperatures.read(tree),
        FrequencyPolicies.current(tree),
        Throttling.read(tree),
        Pressure.read(tree, "cpu"),
        Pressure.read(tree, "memory"),
        Pressure.read(tree, "io"),
        ControlGroup.read(tree).heldBackNanos(),
        CpuTicks.read(tree),
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

  /** The highest of all temperatures. */
  OptionalDouble hottest() {
    return temperatures.values().stream().mapToDouble(Double::doubleValue).max();
  }

  private static OptionalDouble load(FileTree tree) {
    String first = tree.text("proc/loadavg").orElse("").split(" ", 2)[0];
    try {
      return OptionalDouble.of(Double.parseDouble(first));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
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
