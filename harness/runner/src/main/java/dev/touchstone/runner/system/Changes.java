package dev.touchstone.runner.system;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What happened to the machine between two instants, as shares of the time in between.
 *
 * @param cpuWaiting share of the time in which some task waited for a CPU
 * @param memoryStalled share of the time in which every task waited for memory
 * @param ioWaiting share of the time in which some task waited for a disk
 * @param heldBack share of the time for which the control group's quota held this process back
 * @param stolen share of all CPUs' time that a hypervisor gave to others
 * @param swappedPages pages moved from and to swap
 */
record Changes(
    OptionalDouble cpuWaiting,
    OptionalDouble memoryStalled,
    OptionalDouble ioWaiting,
    OptionalDouble heldBack,
    OptionalDouble stolen,
    OptionalLong swappedPages) {

  static Changes between(Conditions before, Conditions after) {
    double micros = Duration.between(before.at(), after.at()).toNanos() / 1e3;
    return new Changes(
        share(before.cpu().someMicros(), after.cpu().someMicros(), micros),
        share(before.memory().fullMicros(), after.memory().fullMicros(), micros),
        share(before.io().someMicros(), after.io().someMicros(), micros),
        share(before.heldBackNanos(), after.heldBackNanos(), micros * 1e3),
        share(before.stolenTicks(), after.stolenTicks(), ticks(before, after)),
        difference(before.swappedPages(), after.swappedPages()));
  }

  private static double ticks(Conditions before, Conditions after) {
    return difference(before.totalTicks(), after.totalTicks()).orElse(0);
  }

  private static OptionalLong difference(OptionalLong before, OptionalLong after) {
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  private static OptionalDouble share(OptionalLong before, OptionalLong after, double whole) {
    OptionalLong part = difference(before, after);
    return part.isPresent() && whole > 0
        ? OptionalDouble.of(Math.min(1, Math.max(0, part.getAsLong() / whole)))
        : OptionalDouble.empty();
  }

  void addTo(Map<String, String> facts) {
    put(facts, "pressure.cpu-some", cpuWaiting);
    put(facts, "pressure.memory-full", memoryStalled);
    put(facts, "pressure.io-some", ioWaiting);
    put(facts, "cgroup.held-back", heldBack);
    put(facts, "cpu.stolen", stolen);
    swappedPages.ifPresent(pages -> facts.put("memory.swapped-pages", String.valueOf(pages)));
  }

  private static void put(Map<String, String> facts, String key, OptionalDouble share) {
    share.ifPresent(s -> facts.put(key, String.format(Locale.ROOT, "%.4f", s)));
  }
}
