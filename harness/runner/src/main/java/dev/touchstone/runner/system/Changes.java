package dev.touchstone.runner.system;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What happened to the machine in one or more stretches of time, as shares of that time.
 *
 * @param cpuWaiting share of the time in which some task waited for a CPU
 * @param memoryWaiting share of the time in which some task waited for memory
 * @param memoryStalled share of the time in which every task waited for memory
 * @param ioWaiting share of the time in which some task waited for a disk
 * @param ioStalled share of the time in which every task waited for a disk
 * @param heldBack share of the time for which the control group's quota held this process back
 * @param stolen share of all CPUs' time that a hypervisor gave to others
 * @param otherWork share of all CPUs' time that processes took which are none of ours
 * @param swappedPages pages moved from and to swap
 */
record Changes(
    OptionalDouble cpuWaiting,
    OptionalDouble memoryWaiting,
    OptionalDouble memoryStalled,
    OptionalDouble ioWaiting,
    OptionalDouble ioStalled,
    OptionalDouble heldBack,
    OptionalDouble stolen,
    OptionalDouble otherWork,
    OptionalLong swappedPages) {

  static Changes between(Conditions before, Conditions after) {
    return over(List.of(new Span(before, after)));
  }

  /** Takes several stretches for one; nothing is known of no time at all. */
  static Changes over(List<Span> spans) {
    double micros =
        spans.stream()
            .mapToDouble(s -> Duration.between(s.before().at(), s.after().at()).toNanos() / 1e3)
            .sum();
    OptionalLong busy = difference(spans, c -> c.ticks().busy());
    OptionalLong own = difference(spans, c -> c.ticks().own());
    double ticks = difference(spans, c -> c.ticks().total()).orElse(0);
    OptionalLong others =
        busy.isPresent() && own.isPresent()
            ? OptionalLong.of(busy.getAsLong() - own.getAsLong())
            : OptionalLong.empty();
    return new Changes(
        share(difference(spans, c -> c.cpu().someMicros()), micros),
        share(difference(spans, c -> c.memory().someMicros()), micros),
        share(difference(spans, c -> c.memory().fullMicros()), micros),
        share(difference(spans, c -> c.io().someMicros()), micros),
        share(difference(spans, c -> c.io().fullMicros()), micros),
        share(difference(spans, Conditions::heldBackNanos), micros * 1e3),
        share(difference(spans, c -> c.ticks().stolen()), ticks),
        share(others, ticks),
        difference(spans, Conditions::swappedPages));
  }

  private static OptionalLong difference(
      List<Span> spans, Function<Conditions, OptionalLong> counter) {
    long sum = 0;
    for (Span span : spans) {
      OptionalLong before = counter.apply(span.before());
      OptionalLong after = counter.apply(span.after());
      if (before.isEmpty() || after.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += after.getAsLong() - before.getAsLong();
    }
    return spans.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  private static OptionalDouble share(OptionalLong part, double whole) {
    return part.isPresent() && whole > 0
        ? OptionalDouble.of(Math.min(1, Math.max(0, part.getAsLong() / whole)))
        : OptionalDouble.empty();
  }

  void addTo(Map<String, String> facts) {
    put(facts, "pressure.cpu-some", cpuWaiting);
    put(facts, "pressure.memory-some", memoryWaiting);
    put(facts, "pressure.memory-full", memoryStalled);
    put(facts, "pressure.io-some", ioWaiting);
    put(facts, "pressure.io-full", ioStalled);
    put(facts, "cgroup.held-back", heldBack);
    put(facts, "cpu.stolen", stolen);
    put(facts, "load.other-work", otherWork);
    swappedPages.ifPresent(pages -> facts.put("memory.swapped-pages", String.valueOf(pages)));
  }

  /** The shares that tell how much a model had to wait while it ran alone. */
  void addAloneTo(Map<String, String> facts) {
    put(facts, "pressure.cpu-some-alone", cpuWaiting);
    put(facts, "load.other-work-alone", otherWork);
    put(facts, "cpu.stolen-alone", stolen);
  }

  private static void put(Map<String, String> facts, String key, OptionalDouble share) {
    share.ifPresent(s -> facts.put(key, String.format(Locale.ROOT, "%.4f", s)));
  }
}
