package dev.touchstone.runner.system;

import dev.touchstone.baselines.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Looks at the host: what it is, and the conditions it is in. */
public final class SystemProbe {

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
    addConditions(facts, evidence.after(), "after");
    changes.addTo(facts);
    facts.put("throttling.observable", Throttling.observable(tree) ? "yes" : "no");
    ConditionRules rules =
        new ConditionRules(facts, CpuFeatures.detect(tree.root()), evidence, changes);
    return new Environment(facts, rules.warnings(), rules.violations());
  }

  private static void addProfile(Map<String, String> facts, RunEvidence evidence) {
    facts.put("profile.name", evidence.profile().name());
    facts.put("profile.threads", String.valueOf(evidence.profile().threads()));
    facts.put("profile.execution-provider", evidence.profile().executionProvider());
  }

  private static void addConditions(Map<String, String> facts, Conditions at, String when) {
    put(facts, "load.average-" + when, at.load1());
    put(facts, "memory.available-bytes-" + when, at.memoryAvailableBytes());
    put(facts, "memory.swap-used-bytes-" + when, at.swapUsedBytes());
    at.frequencies()
        .forEach((cpu, khz) -> facts.put("frequency." + cpu + "-khz-" + when, khz.toString()));
    at.temperatures()
        .forEach((name, t) -> put(facts, "temperature." + name + "-" + when, OptionalDouble.of(t)));
  }

  private static void put(Map<String, String> facts, String key, OptionalDouble value) {
    value.ifPresent(v -> facts.put(key, String.format(Locale.ROOT, "%.2f", v)));
  }

  private static void put(Map<String, String> facts, String key, OptionalLong value) {
    value.ifPresent(v -> facts.put(key, String.valueOf(v)));
  }
}
