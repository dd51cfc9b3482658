package dev.touchstone.runner.confinement;

import dev.touchstone.scenarios.HardwareProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How workers are held to a profile's limits on one host: planned once for a run, applied to every
 * worker in the same way, and looked at in each, so that {@link #facts} says what held and not what
 * was wished. A profile that states no limit confines nothing. Thread-safe.
 *
 * <p>What a host does not offer is told and left out: a run is never refused for it, since the
 * limits of all arms are the same and comparisons hold.
 */
public final class Confinement {

  /** What every key of {@link #facts} begins with. */
  public static final String PREFIX = "limits.";

  /** Confines nothing and tells nothing. */
  public static final Confinement NONE = new Confinement(List.of());

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final List<Limit> limits;
  private final Map<String, String> observed = new LinkedHashMap<>();

  private Confinement(List<Limit> limits) {
    this.limits = List.copyOf(limits);
  }

  /** Finds out what the host can enforce of a profile. */
  public static Confinement plan(HardwareProfile profile, Host host) {
    List<Limit> limits = new ArrayList<>();
    // The first wraps the worker closest, so that the memory limit's shell is the first to run.
    profile.cores().ifPresent(cores -> limits.add(CpuLimit.plan(host, cores)));
    profile.nice().ifPresent(nice -> limits.add(NiceLimit.plan(host, nice)));
    profile.memoryBytes().ifPresent(bytes -> limits.add(MemoryLimit.plan(host, bytes)));
    limits.add(new Limit.Fact("threads", profile.threads() + " intra-op (option of the session)"));
    limits.add(
        new Limit.Fact(
            "execution-provider", profile.executionProvider() + " (the only one of the worker)"));
    limits.stream()
        .filter(GroupLimit.class::isInstance)
        .map(limit -> ((GroupLimit) limit).place().folder())
        .forEach(GroupFolders::sweep);
    return new Confinement(limits);
  }

  /**
   * Makes ready what one worker is locked in.
   *
   * @throws java.io.UncheckedIOException if its control group cannot be made
   */
  public Cell open() {
    Optional<Path> group =
        limits.stream()
            .filter(GroupLimit.class::isInstance)
            .map(limit -> ((GroupLimit) limit).open(NUMBERS.incrementAndGet()))
            .findFirst();
    return new Cell(limits, group);
  }

  /** Looks at a live worker; what did not hold in one is not forgotten over the others. */
  public synchronized void observe(long pid, Cell cell) {
    for (Limit limit : limits) {
      String now = limit.observed(pid, cell);
      observed.merge(
          limit.key(), now, (before, after) -> before.startsWith("not held") ? before : after);
    }
  }

  /**
   * What held, and what did not and why, by keys such as {@code limits.cpu-set}. Before a worker
   * was observed it is what is planned.
   */
  public synchronized Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    limits.forEach(
        limit ->
            facts.put(PREFIX + limit.key(), observed.getOrDefault(limit.key(), limit.asked())));
    return facts;
  }
}
