package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** A complete run on invented times, seeded. */
final class InventedRun {

  static final String LOAD = "single-stream";

  private InventedRun() {}

  static Measurement slice(String arm, String name, double value) {
    return measurement(arm, Metric.QUALITY_RECALL, "class=" + name, value, 300);
  }

  static Measurement measurement(String arm, Metric metric, String slice, double value, long n) {
    return new Measurement(
        arm, metric, slice, "", new Quantity(value, metric.unit()), n, Optional.empty());
  }

  static Measurement measured(
      String arm, Metric metric, String load, double value, double lower, double upper, long n) {
    return new Measurement(
        arm,
        metric,
        "",
        load,
        new Quantity(value, metric.unit()),
        n,
        Optional.of(new Interval(lower, upper, 0.99)));
  }

  static double scale(Arm arm) {
    return switch (arm.role()) {
      case REFERENCE -> 1;
      case DEPLOYED -> 0.657;
      case CANDIDATE -> 0.659;
    };
  }

  static Arm arm(String name, ArmRole role, String file, long bytes, Map<String, String> lineage) {
    String sha = Integer.toHexString(file.hashCode() | 0x10000000).repeat(8);
    return new Arm(name, role, Path.of("models", file), sha, bytes, lineage);
  }

  static RunResult.Provenance provenance() {
    return new RunResult.Provenance(
        "0.1.0", Instant.parse("2026-01-02T03:04:05Z"), Instant.parse("2026-01-02T03:05:32Z"));
  }

  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu.model", "Cortex-A72");
    facts.put("cpu.cores", "4");
    facts.put("cpu.features", "asimd, crc32");
    facts.put("os.name", "Linux 6.1 aarch64");
    facts.put("runtime.version", "1.29.0");
    facts.put("memory.available-bytes", "3984588800");
    return facts;
  }

  static Environment environment(List<String> warnings) {
    return new Environment(facts(), warnings, List.of());
  }

  static RunResult run(String candidate, List<Fault> faults, Environment environment) {
    Map<String, String> lineage = new LinkedHashMap<>();
    lineage.put("recipe", candidate);
    lineage.put("step 1", "fold: 422912 → 402134 B");
    lineage.put("step 2", "quantize static minmax: 402134 → 115712 B");
    List<Arm> arms =
        List.of(
            arm(Arm.REFERENCE, ArmRole.REFERENCE, "surface-defects.onnx", 422_912, Map.of()),
            arm(Arm.DEPLOYED, ArmRole.DEPLOYED, "deployed.onnx", 117_104, Map.of()),
            arm(candidate, ArmRole.CANDIDATE, "candidate.onnx", 115_712, lineage));
    return run(arms, faults, environment);
  }

  static RunResult run(List<Arm> arms, List<Fault> faults, Environment environment) {
    List<String> candidates =
        arms.stream().filter(a -> a.role() == ArmRole.CANDIDATE).map(Arm::name).toList();
    Random random = new Random(7);
    List<SoloObservations> solo = new ArrayList<>();
    Map<String, Memory> memory = new LinkedHashMap<>();
    List<ColdStart> coldStarts = new ArrayList<>();
    boolean measured = faults.isEmpty() || candidates.contains(Verdicts.HOSTILE);
    for (Arm arm : arms) {
      if (measured || arm.role() != ArmRole.CANDIDATE) {
        solo.add(solo(arm, random));
        memory.put(arm.name(), new Memory(80_000_000, 88_000_000, 84_000_000, 21_000_000));
        coldStarts.add(
            new ColdStart(
                arm.name(), 91_000_000, 162_000_000, 74_000_000, 27_000_000, 310_000_000));
      }
    }
    List<Campaign> campaigns = new ArrayList<>();
    for (String candidate : measured ? candidates : List.<String>of()) {
      campaigns.add(new Campaign(candidate, pairs(arms, random), 1));
    }
    return new RunResult(
        "20260102-030405-3f2a",
        provenance(),
        "surface-defects",
        "touchstone: 1\n",
        "this-machine",
        42,
        environment,
        arms,
        faults,
        solo,
        Optional.of(new Memory(60_000_000, 61_000_000, 60_500_000, 18_000_000)),
        memory,
        coldStarts,
        campaigns,
        Optional.empty(),
        Map.of());
  }

  static SoloObservations solo(Arm arm, Random random) {
    long[] wall = new long[4000];
    Histogram histogram = new Histogram(60_000_000_000L, 3);
    for (int i = 0; i < wall.length; i++) {
      double noise = Math.exp(0.05 * random.nextGaussian() + (random.nextInt(50) == 0 ? 0.35 : 0));
      wall[i] = Math.round(610_000 * scale(arm) * noise);
      histogram.recordValue(wall[i]);
    }
    return new SoloObservations(
        arm.name(), LOAD, new Block(wall, wall.clone()), histogram, 1, 2_600_000_000L);
  }

  static List<ForkPair> pairs(List<Arm> arms, Random random) {
    List<ForkPair> pairs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Map<String, List<Block>> rounds = new LinkedHashMap<>();
      double machine = Math.exp(0.1 * random.nextGaussian());
      for (Arm arm : arms) {
        List<Block> blocks = new ArrayList<>();
        double worker = machine * scale(arm) * Math.exp(0.012 * random.nextGaussian());
        for (int r = 0; r < 4; r++) {
          long[] wall = new long[3];
          for (int k = 0; k < wall.length; k++) {
            wall[k] = Math.round(610_000 * worker * Math.exp(0.02 * random.nextGaussian()));
          }
          blocks.add(new Block(wall, wall.clone()));
        }
        rounds.put(arm.name(), blocks);
      }
      pairs.add(new ForkPair(i, rounds, Map.of()));
    }
    return pairs;
  }
}
