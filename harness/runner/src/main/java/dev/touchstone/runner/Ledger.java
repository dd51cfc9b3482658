package dev.touchstone.runner;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.PairedEvidence;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Standing;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.system.Watch;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.Port;
import dev.touchstone.worker.protocol.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run has observed so far, and which arms it has lost. Not thread-safe. */
final class Ledger {

  /** So many faults of any kind, and an arm is not tried again: each may cost a time limit. */
  static final int STRIKES = 3;

  /** After one of these the next trial would find the same. */
  private static final Set<Fault.Kind> HOPELESS =
      EnumSet.of(
          Fault.Kind.COMPRESSION_FAILED, Fault.Kind.CALIBRATION_GAP, Fault.Kind.MODEL_REFUSED);

  private final Plan plan;
  private final List<Fault> faults = new ArrayList<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Integer> strikes = new HashMap<>();
  private final Map<String, PairTally> tallies = new LinkedHashMap<>();
  private final ColdStartTally coldStartTally;
  private final Map<String, String> runtime = new LinkedHashMap<>();

  final List<SoloObservations> solo = new ArrayList<>();
  final Map<String, Memory> memory = new LinkedHashMap<>();
  final List<ColdStart> coldStarts = new ArrayList<>();
  final Map<String, Predictions> predictions = new LinkedHashMap<>();
  final Map<String, Double> services = new HashMap<>();
  final Map<String, String> loadFacts = new LinkedHashMap<>();
  final Map<String, long[]> postprocess = new HashMap<>();
  long[] preprocess = new long[0];
  final List<String> throttled = new ArrayList<>();
  final List<String> thrownAway = new ArrayList<>();
  final Watch watch = new Watch();
  Optional<Memory> floor = Optional.empty();
  private Optional<String> notDropped = Optional.empty();

  /** Starts with faults that are known before the run, such as recipes that failed. */
  Ledger(Plan plan, List<Fault> known) {
    this.plan = plan;
    this.coldStartTally = new ColdStartTally(plan);
    known.forEach(this::add);
    for (String candidate : plan.named(ArmRole.CANDIDATE)) {
      tallies.put(candidate, new PairTally(candidate, plan.settings()));
    }
  }

  void add(Fault fault) {
    faults.add(fault);
    if (fault.kind() == Fault.Kind.LOAD_UNSUITED) {
      return; // The model is well under other loads.
    }
    int count = strikes.merge(fault.arm(), 1, Integer::sum);
    if (HOPELESS.contains(fault.kind()) || count >= STRIKES) {
      lost.add(fault.arm());
    }
  }

  List<Fault> faults() {
    return faults;
  }

  /** Whether an arm is not to be tried again. */
  boolean lost(String arm) {
    return lost.contains(arm);
  }

  /** Whether nothing can be judged any more. */
  boolean hopeless() {
    return lost(plan.arms().get(0).name());
  }

  /** Whether a trial makes no sense any more. */
  boolean pointless(Trial trial) {
    if (trial instanceof Trial.Pair pair) {
      return hopeless() || lost(pair.candidate()) || tally(pair).isOver();
    }
    if (trial instanceof Trial.Cold cold && coldStartTally.pointless(cold)) {
      return true;
    }
    return trial.arms().stream().anyMatch(this::lost);
  }

  /** Keeps a pair; where its candidate's campaign stands, if it was time to look. */
  Optional<String> add(Trial.Pair trial, ForkPair pair) {
    PairTally tally = tally(trial);
    if (!tally.keep(pair)) {
      return Optional.empty();
    }
    tally.learn(Standing.ofPairs(plan.scenario().requirements(), trial.candidate(), sideBySide()));
    return Optional.of(tally.inWords());
  }

  /** Keeps a cold start; what it decided, if it was time to look. */
  Optional<String> add(Trials.Start start) {
    start.notDropped().ifPresent(reason -> notDropped = Optional.of(reason));
    if (start.start().isEmpty()) {
      return Optional.empty();
    }
    coldStarts.add(start.start().get());
    return coldStartTally.look(sideBySide());
  }

  private PairedEvidence sideBySide() {
    boolean oneThread = plan.scenario().profile().threads() == 1;
    return new PairedEvidence(campaigns(), coldStarts, floor, oneThread);
  }

  /** Valid fork pairs of all candidates. */
  int pairs() {
    return tallies.values().stream().mapToInt(PairTally::valid).sum();
  }

  /** Valid fork pairs that all candidates need for their next step. */
  int targetPairs() {
    return tallies.values().stream()
        .mapToInt(t -> hopeless() || lost(t.candidate()) ? t.valid() : t.target())
        .sum();
  }

  /** Throws a pair away; whether it is worth doing again. */
  boolean throwAway(Trial.Pair trial, String reason, PairTally.Cause cause) {
    thrownAway.add(trial.label() + ": " + reason);
    tally(trial).throwAway(cause);
    return !tally(trial).givenUp();
  }

  private PairTally tally(Trial.Pair trial) {
    return Optional.ofNullable(tallies.get(trial.candidate())).orElseThrow();
  }

  /** Facts that the first worker of an arm tells about runtime and model. */
  void add(String arm, Reply.Ready ready) {
    runtime.putIfAbsent("runtime.name", "ONNX Runtime");
    runtime.putIfAbsent("runtime.version", ready.runtimeVersion());
    runtime.putIfAbsent("runtime.cpu-account", ready.cpuAccount().name());
    runtime.putIfAbsent("model." + arm + ".outputs-kept", ready.outputs());
    runtime.putIfAbsent("model." + arm + ".inputs", ports(ready.modelInputs()));
    runtime.putIfAbsent("model." + arm + ".outputs", ports(ready.modelOutputs()));
  }

  private static String ports(List<Port> ports) {
    return ports.stream()
        .map(port -> port.name() + " " + port.type() + " " + port.shape())
        .collect(Collectors.joining(", "));
  }

  Map<String, String> runtimeFacts() {
    Map<String, String> facts = new LinkedHashMap<>(runtime);
    plan.scenario().file().ifPresent(file -> facts.put(Environment.SCENARIO_FILE, file));
    facts.putAll(loadFacts);
    facts.putAll(LoadingFacts.of(plan.scenario().loading(), notDropped));
    if (!thrownAway.isEmpty()) {
      facts.put("pairs.thrown-away", String.join("; ", thrownAway));
    }
    plan.settings()
        .injectedWork()
        .forEach((arm, fraction) -> facts.put("injected-work." + arm, String.valueOf(fraction)));
    plan.settings()
        .stalls()
        .forEach(
            (arm, stall) ->
                facts.put(
                    "injected-stall." + arm, stall.nanos() + " ns every " + stall.everyNanos()));
    return facts;
  }

  /** The candidate that lost the largest share of its pairs for no fault of its own. */
  PairTally worstTally() {
    return tallies.values().stream()
        .max(Comparator.comparingDouble(PairTally::lostToConditions))
        .orElse(new PairTally("none", plan.settings()));
  }

  /** The campaigns that have pairs; an arm that was lost on the way is left out of all of them. */
  List<Campaign> campaigns() {
    return tallies.values().stream()
        .flatMap(tally -> tally.campaign(this::withoutLost).stream())
        .toList();
  }

  private ForkPair withoutLost(ForkPair pair) {
    if (!lost(Arm.DEPLOYED)) {
      return pair;
    }
    Map<String, List<Block>> rounds = new LinkedHashMap<>(pair.rounds());
    Map<String, Memory> memory = new LinkedHashMap<>(pair.memory());
    rounds.remove(Arm.DEPLOYED);
    memory.remove(Arm.DEPLOYED);
    return new ForkPair(pair.index(), rounds, memory);
  }
}
