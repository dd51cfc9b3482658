package dev.touchstone.runner.plan;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Standing;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Decides what a run does in which order.
 *
 * <p>Quality comes first: its order does not matter, and a model that the runtime refuses is found
 * before time is spent. Whatever is timed comes in an order drawn from the seed. Fork pairs of
 * several candidates are interleaved, so that a machine that changes in the course of the run
 * changes for all of them.
 */
public final class Planner {

  /** The environment is made longer by less than a page, which shifts the stack by as much. */
  private static final int MAX_PADDING = 4096;

  /** From 7 on an order statistic bounds the median at 99 %; 12 leave out the slowest of them. */
  private static final int STARTS_FOR_A_BUDGET = 12;

  /** Two in each quad; the run ends them as soon as all is decided. */
  private static final int STARTS_FOR_A_COMPARISON = 2 * Looks.COLD_STARTS.most();

  /** Starts are workers whose memory is read: so many bound its median even without fork pairs. */
  private static final int STARTS_FOR_MEMORY = 8;

  /** Without a question to decide, as many pairs as the first look has. */
  private static final int PAIRS_TO_SHOW = Looks.FORK_PAIRS.first().n();

  private final Scenario scenario;
  private final List<Arm> arms;
  private final PlanSettings settings;
  private final Random random;

  private Planner(Scenario scenario, List<Arm> arms, long seed, PlanSettings settings) {
    this.scenario = scenario;
    this.arms = arms;
    this.settings = settings;
    this.random = new Random(seed);
  }

  /**
   * Plans a run: the same arguments give the same plan.
   *
   * @param arms the reference first; without candidates nothing is compared
   * @param seed of every order
   */
  public static Plan plan(Scenario scenario, List<Arm> arms, long seed, PlanSettings settings) {
    List<Trial> trials = new Planner(scenario, arms, seed, settings).trials();
    return new Plan(scenario, arms, seed, settings, trials);
  }

  private List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial.Floor());
    if (scenario.evaluation().isPresent()) {
      arms.forEach(arm -> trials.add(new Trial.Quality(arm.name())));
    }
    trials.addAll(solo());
    trials.addAll(coldStarts());
    trials.addAll(pairs());
    return trials;
  }

  private List<Trial> solo() {
    List<Trial> trials = new ArrayList<>();
    for (Arm arm : arms) {
      for (LoadPattern load : scenario.load()) {
        trials.add(new Trial.Solo(arm.name(), load, random.nextLong()));
      }
    }
    if (scenario.evaluation().isPresent()) {
      Collections.shuffle(trials, random);
    } else if (trials.size() > 1) {
      // This is the first time that a model is loaded: a refused reference ends the run here.
      Collections.shuffle(trials.subList(1, trials.size()), random);
    }
    return trials;
  }

  private List<Trial> coldStarts() {
    AbbaOrder<String> order = new AbbaOrder<>(names(arms, a -> true), random.nextLong());
    List<Trial> trials = new ArrayList<>();
    int starts = leastColdStarts(scenario, settings);
    if (starts > 0
        && arms.size() > 1
        && scenario.requirements().stream().anyMatch(Standing::needsColdStarts)) {
      starts = Math.max(starts, STARTS_FOR_A_COMPARISON);
    }
    for (int i = 0; i < starts; i++) {
      for (String arm : order.next()) {
        trials.add(new Trial.Cold(arm, i));
      }
    }
    return trials;
  }

  /**
   * The cold starts of each arm that are made whatever they say; 0 for none at all. They are whole
   * quads: each arm once in an order, and once in its reverse.
   */
  public static int leastColdStarts(Scenario scenario, PlanSettings settings) {
    if (settings.coldStarts() == 0) {
      return 0;
    }
    int needed = scenario.requirements().stream().mapToInt(Planner::needed).max().orElse(0);
    int starts = Math.max(settings.coldStarts(), needed);
    return starts + starts % 2;
  }

  private static int needed(Requirement requirement) {
    if (requirement.metric().isColdStart()) {
      return isBudget(requirement.rule()) ? STARTS_FOR_A_BUDGET : 0;
    }
    return requirement.metric().key().startsWith("memory.") ? STARTS_FOR_MEMORY : 0;
  }

  private static boolean isBudget(Rule rule) {
    return rule instanceof Rule.AtMost || rule instanceof Rule.AtLeast;
  }

  private List<Trial> pairs() {
    List<String> candidates = new ArrayList<>(names(arms, a -> a.role() == ArmRole.CANDIDATE));
    List<String> baselines = names(arms, a -> a.role() != ArmRole.CANDIDATE);
    List<Trial> trials = new ArrayList<>();
    boolean relative = scenario.requirements().stream().anyMatch(Standing::needsPairs);
    int shown = Math.max(PAIRS_TO_SHOW, settings.leastPairs());
    int most = relative ? settings.pairs() : Math.min(settings.pairs(), shown);
    for (int i = 0; i < most; i++) {
      Collections.shuffle(candidates, random);
      for (String candidate : candidates) {
        trials.add(pair(candidate, i, baselines));
      }
    }
    return trials;
  }

  private Trial.Pair pair(String candidate, int index, List<String> baselines) {
    List<String> order = new ArrayList<>(baselines);
    order.add(candidate);
    Collections.shuffle(order, random);
    Map<String, Integer> padding = new HashMap<>();
    order.forEach(arm -> padding.put(arm, random.nextInt(MAX_PADDING)));
    return new Trial.Pair(candidate, index, order, padding, random.nextLong());
  }

  private static List<String> names(List<Arm> arms, Predicate<Arm> which) {
    return arms.stream().filter(which).map(Arm::name).toList();
  }
}
