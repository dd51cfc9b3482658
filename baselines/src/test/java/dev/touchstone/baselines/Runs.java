package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.PageCache;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Invented runs: seeded, complete, with one thing changed at a time. */
public final class Runs {

  /** The candidate's name. */
  public static final String CANDIDATE = "int8-static";

  private static final List<String> CLASSES = List.of("clean", "scratch", "crack");

  private final Random random = new Random(42);
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private boolean deployed = true;
  private double slower = 1;
  private double waiting = 1;
  private double wallNoise = 0.01;
  private int pairs = 40;
  private int invalidPairs;
  private int queries = 1_000;
  private int samples = 2_000;
  private int roundsOfAPair = 40;
  private double missedCracks;
  private boolean labeled = true;

  /** An unchanged candidate beside reference and deployed. */
  public static Runs unchanged() {
    return new Runs();
  }

  /** The candidate takes so many times as long. */
  public Runs slower(double factor) {
    slower = factor;
    return this;
  }

  /** The candidate's wall time grows by this factor, its CPU time does not. */
  public Runs waiting(double factor) {
    waiting = factor;
    return this;
  }

  /** Relative spread of wall time between workers. */
  public Runs wallNoise(double noise) {
    wallNoise = noise;
    return this;
  }

  /** So many fork pairs. */
  public Runs pairs(int valid, int invalid) {
    pairs = valid;
    invalidPairs = invalid;
    return this;
  }

  /** So many solo queries. */
  public Runs queries(int n) {
    queries = n;
    return this;
  }

  /** So many evaluation samples and rounds of a pair: a small run for golden files. */
  public Runs samples(int n) {
    samples = n;
    roundsOfAPair = 4;
    return this;
  }

  /** The candidate misses this share of the cracks. */
  public Runs missing(double share) {
    missedCracks = share;
    return this;
  }

  /** Nothing ships today. */
  public Runs withoutDeployed() {
    deployed = false;
    return this;
  }

  /** Nobody knows what is right. */
  public Runs withoutLabels() {
    labeled = false;
    return this;
  }

  /** Something goes wrong with an arm. */
  public Runs fault(String arm, Fault.Kind kind, String reason) {
    faults.add(
        new Fault(
            arm, "quality", kind, OptionalInt.of(3), reason, List.of("line 1", "line, \"2\"")));
    return this;
  }

  /** The conditions are not met. */
  public Runs violation(String text) {
    violations.add(text);
    return this;
  }

  /** The run. */
  public RunResult build() {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm(Arm.REFERENCE, ArmRole.REFERENCE, 400_000));
    if (deployed) {
      arms.add(arm(Arm.DEPLOYED, ArmRole.DEPLOYED, 120_000));
    }
    arms.add(arm(CANDIDATE, ArmRole.CANDIDATE, 115_000));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("profile.threads", "1");
    facts.put("cpu.model", "Cortex-A72, \"r0p3\"");
    List<SoloObservations> solo = new ArrayList<>();
    Map<String, Memory> memory = new LinkedHashMap<>();
    List<ColdStart> coldStarts = new ArrayList<>();
    for (Arm arm : arms) {
      solo.add(solo(arm.name()));
      memory.put(arm.name(), memory(arm));
    }
    for (int i = 0; i < 40; i++) {
      for (Arm arm : arms) {
        coldStarts.add(
            new ColdStart(
                    arm.name(), jitter(9e7), jitter(16e7), jitter(5e7), jitter(2e7), jitter(3e8))
                .in(i / 2, PageCache.WARM));
      }
    }
    int quads = coldStarts.size() / arms.size() / 2;
    List.copyOf(coldStarts).forEach(s -> coldStarts.add(s.in(quads + s.quad(), PageCache.WARM)));
    return new RunResult(
        "20260102-030405-3f2a",
        new RunResult.Provenance(
            "0.1.0", Instant.parse("2026-01-02T03:04:05Z"), Instant.parse("2026-01-02T03:05:32Z")),
        "surface-defects",
        "touchstone: 1\nname: surface-defects\n",
        "this-machine",
        42,
        new Environment(facts, List.of("The load average was 1.8."), violations),
        arms,
        faults,
        solo,
        Optional.of(new Memory(60_000_000, 61_000_000, 60_500_000, 18_000_000)),
        memory,
        coldStarts,
        List.of(new Campaign(CANDIDATE, pairs(arms), invalidPairs)),
        Optional.of(samples()),
        predictions(arms));
  }

  private static Arm arm(String name, ArmRole role, long bytes) {
    Map<String, String> lineage = new LinkedHashMap<>();
    lineage.put("recipe", "name: " + name + "\nsteps: [fold]\n");
    lineage.put("step 1", "fold");
    return new Arm(name, role, Path.of("models", name + ".onnx"), "ab".repeat(32), bytes, lineage);
  }

  private double cost(String arm) {
    return arm.equals(CANDIDATE) ? slower : 1;
  }

  private long jitter(double nanos) {
    return Math.round(nanos * Math.exp(0.02 * random.nextGaussian()));
  }

  private SoloObservations solo(String arm) {
    long[] wall = new long[queries];
    Histogram histogram = new Histogram(3_600_000_000_000L, 3);
    long elapsed = 0;
    for (int i = 0; i < queries; i++) {
      wall[i] = jitter(1e6 * cost(arm));
      histogram.recordValue(wall[i]);
      elapsed += wall[i] + 1_000;
    }
    return new SoloObservations(
        arm, "single-stream", new Block(wall, wall.clone()), histogram, 1, elapsed);
  }

  private Memory memory(Arm arm) {
    long peak = 80_000_000 + arm.bytes() + random.nextInt(100_000);
    return new Memory(peak - 2_000_000, peak, peak - 1_000_000, 20_000_000);
  }

  private List<ForkPair> pairs(List<Arm> arms) {
    List<ForkPair> all = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Map<String, List<Block>> rounds = new LinkedHashMap<>();
      Map<String, Memory> memory = new LinkedHashMap<>();
      for (Arm arm : arms) {
        double worker = Math.exp(0.005 * random.nextGaussian());
        double disturbed = Math.exp(wallNoise * Math.abs(random.nextGaussian()));
        double late = arm.name().equals(CANDIDATE) ? waiting : 1;
        List<Block> blocks = new ArrayList<>();
        for (int r = 0; r < roundsOfAPair; r++) {
          long[] wall = new long[5];
          long[] cpu = new long[5];
          for (int k = 0; k < 5; k++) {
            cpu[k] = jitter(1e6 * cost(arm.name()) * worker);
            wall[k] = Math.round(cpu[k] * disturbed * late);
          }
          blocks.add(new Block(wall, cpu));
        }
        rounds.put(arm.name(), blocks);
        memory.put(arm.name(), memory(arm));
      }
      all.add(new ForkPair(i, rounds, memory));
    }
    return all;
  }

  private static int label(int sample) {
    return sample % 20 == 0 ? 2 : sample % 2;
  }

  private EvaluationSamples samples() {
    int[] labels = new int[samples];
    List<String> condition = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      labels[i] = label(i);
      condition.add(i % 3 == 0 ? "low light" : "normal");
    }
    Optional<Labels> known =
        labeled ? Optional.of(new Labels.Classes(CLASSES, labels)) : Optional.empty();
    return new EvaluationSamples(samples, known, Map.of("condition", condition));
  }

  /** Every arm errs on the same 4 %; the candidate also on the missed cracks. */
  private Map<String, Predictions> predictions(List<Arm> arms) {
    Map<String, Predictions> all = new LinkedHashMap<>();
    for (Arm arm : arms) {
      float[][] scores = new float[samples][CLASSES.size()];
      Random hard = new Random(9);
      for (int i = 0; i < samples; i++) {
        boolean right = hard.nextDouble() >= 0.04;
        double luck = hard.nextDouble();
        boolean missed = arm.name().equals(CANDIDATE) && label(i) == 2 && luck < missedCracks;
        int answer = right && !missed ? label(i) : (label(i) + 1) % 3;
        for (int k = 0; k < CLASSES.size(); k++) {
          scores[i][k] = k == answer ? 0.9f + 0.05f * hard.nextFloat() : 0.1f * hard.nextFloat();
        }
      }
      all.put(arm.name(), new Predictions.Scores(scores));
    }
    return all;
  }

  /** A requirement on the whole. */
  public static Requirement requirement(Metric metric, Rule rule) {
    return new Requirement(
        metric, rule, Optional.empty(), Optional.empty(), new Location("s.yaml", 3, 5));
  }

  /** A requirement on every part. */
  public static Requirement forEach(String column, Metric metric, Rule rule) {
    return new Requirement(
        metric, rule, Optional.of(column), Optional.empty(), new Location("s.yaml", 3, 5));
  }

  /** At most so much, in the metric's unit. */
  public static Requirement atMost(Metric metric, double limit) {
    return requirement(metric, new Rule.AtMost(new Quantity(limit, metric.unit())));
  }

  /** At least so much, in the metric's unit. */
  public static Requirement atLeast(Metric metric, double limit) {
    return requirement(metric, new Rule.AtLeast(new Quantity(limit, metric.unit())));
  }

  /** Allow and catch, as fractions of the baseline. */
  public static Rule percent(Baseline baseline, double allow, double catches) {
    return new Rule.Against(
        baseline, new Loss(allow, Loss.Scale.RELATIVE), new Loss(catches, Loss.Scale.RELATIVE));
  }

  /** Allow and catch, as differences of fractions. */
  public static Rule points(Baseline baseline, double allow, double catches) {
    return new Rule.Against(
        baseline, new Loss(allow, Loss.Scale.POINTS), new Loss(catches, Loss.Scale.POINTS));
  }

  /** A gain against the reference. */
  public static Rule gain(double fraction) {
    return new Rule.GainAtLeast(Baseline.REFERENCE, new Loss(fraction, Loss.Scale.RELATIVE));
  }
}
