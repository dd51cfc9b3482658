package dev.touchstone.runner.system;

import dev.touchstone.baselines.Environment;
import dev.touchstone.scenarios.Budgets;
import dev.touchstone.scenarios.HardwareProfile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Looks at the host: what it is, and the conditions it is in. */
public final class SystemProbe {

  private static final int MANY_POLICIES = 8;

  private final FileTree tree;
  private final Supplier<Map<String, String>> host;
  private final Clock clock;

  /**
   * Looks at a file tree.
   *
   * @param root of the tree that holds {@code proc} and {@code sys}
   * @param host knows the host's other facts, such as {@link HostFacts}
   * @param clock tells when conditions were read
   */
  public SystemProbe(Path root, Supplier<Map<String, String>> host, Clock clock) {
    this.tree = new FileTree(root);
    this.host = Objects.requireNonNull(host, "host");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** Looks at the machine that it runs on. */
  public static SystemProbe ofThisMachine() {
    return new SystemProbe(Path.of("/"), new HostFacts(), Clock.systemUTC());
  }

  /** The conditions at this instant. */
  public Conditions conditions() {
    return Conditions.read(tree, clock.instant());
  }

  /** The fingerprint of a finished run, with what its conditions mean for its numbers. */
  public Environment environment(RunEvidence evidence) {
    Map<String, String> facts = new LinkedHashMap<>(host.get());
    facts.putAll(BoardFacts.read(tree));
    addProfile(facts, evidence);
    facts.putAll(evidence.runtime());
    Changes changes = Changes.between(evidence.before(), evidence.after());
    addConditions(facts, evidence.before(), "before");
    addWatch(facts, evidence.watch());
    addConditions(facts, evidence.after(), "after");
    changes.addTo(facts);
    evidence.watch().alone().addAloneTo(facts);
    Contention.cause(evidence.watch().alone())
        .ifPresent(cause -> facts.put(Environment.CONTENDED, cause));
    facts.put("throttling.observable", Throttling.observable(tree) ? "yes" : "no");
    ConditionRules rules = new ConditionRules(facts, evidence, changes);
    return new Environment(facts, rules.warnings(), rules.violations());
  }

  /**
   * Why this machine is not the one that a profile means, so that it only emulates it; empty if it
   * is.
   */
  public Optional<String> emulation(HardwareProfile profile) {
    Map<String, String> facts = new LinkedHashMap<>(host.get());
    facts.putAll(BoardFacts.read(tree));
    return emulation(profile, facts);
  }

  private Optional<String> emulation(HardwareProfile profile, Map<String, String> facts) {
    return new Emulation(profile, facts, CpuFeatures.detect(tree.root())).because();
  }

  /** This machine as a profile of that name. */
  public HardwareProfile detect(String name) {
    Map<String, String> facts = new LinkedHashMap<>(host.get());
    facts.putAll(BoardFacts.read(tree));
    return new Detection(tree, facts).profile(name);
  }

  private void addProfile(Map<String, String> facts, RunEvidence evidence) {
    HardwareProfile profile = evidence.profile();
    facts.put("profile.name", profile.name());
    facts.put("profile.threads", String.valueOf(profile.threads()));
    facts.put("profile.execution-provider", profile.executionProvider());
    Optional<String> because = emulation(profile, facts);
    facts.put(Environment.EMULATED, String.valueOf(because.isPresent()));
    because.ifPresent(b -> facts.put(Environment.EMULATED_BECAUSE, b));
    profile
        .budgets()
        .forEach(b -> facts.put(Environment.BUDGET + b.metric().key(), Budgets.line(b)));
  }

  private static void addConditions(Map<String, String> facts, Conditions at, String when) {
    put(facts, "load.average-" + when, at.load1());
    put(facts, "memory.available-bytes-" + when, at.memoryAvailableBytes());
    put(facts, "memory.swap-used-bytes-" + when, at.swapUsedBytes());
    addFrequencies(facts, at.frequencies(), "khz-" + when);
    addTemperatures(facts, at.temperatures(), when);
  }

  private static void addWatch(Map<String, String> facts, Watch watch) {
    addFrequencies(facts, watch.slowest(), "khz-during-lowest");
    addFrequencies(facts, watch.fastest(), "khz-during-highest");
    addTemperatures(facts, watch.hottest(), "during-highest");
  }

  /** A server has a policy for each of its many cores: then only the ends of their range. */
  private static void addFrequencies(
      Map<String, String> facts, Map<String, Long> frequencies, String when) {
    if (frequencies.size() > MANY_POLICIES) {
      LongSummaryStatistics all =
          frequencies.values().stream().mapToLong(Long::longValue).summaryStatistics();
      facts.put("frequency.slowest-" + when, String.valueOf(all.getMin()));
      facts.put("frequency.fastest-" + when, String.valueOf(all.getMax()));
    } else {
      frequencies.forEach(
          (policy, khz) -> facts.put("frequency." + policy + "-" + when, khz.toString()));
    }
  }

  private static void addTemperatures(
      Map<String, String> facts, Map<String, Double> temperatures, String when) {
    temperatures.forEach(
        (name, t) -> put(facts, "temperature." + name + "-" + when, OptionalDouble.of(t)));
  }

  private static void put(Map<String, String> facts, String key, OptionalDouble value) {
    value.ifPresent(v -> facts.put(key, String.format(Locale.ROOT, "%.2f", v)));
  }

  private static void put(Map<String, String> facts, String key, OptionalLong value) {
    value.ifPresent(v -> facts.put(key, String.valueOf(v)));
  }
}
