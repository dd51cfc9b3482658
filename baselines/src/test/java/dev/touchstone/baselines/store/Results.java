package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.EnergyObservations;
import dev.touchstone.baselines.EnergyWindow;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.EvaluationSamples;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.SampleMarks;
import dev.touchstone.scenarios.quality.SliceParents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;

/**
 * A small run result with something of everything, and with names that a careless format would
 * break.
 */
final class Results {

  static final String ODD_NAME = "int8, \"odd\"/näme";

  private Results() {}

  static RunResult classification() {
    Map<String, Predictions> predictions = new LinkedHashMap<>();
    predictions.put(
        "reference", new Predictions.Scores(new float[][] {{0.1f, 0.9f}, {0.8f, 0.2f}}));
    predictions.put(
        ODD_NAME, new Predictions.Scores(new float[][] {{0.25f, 0.75f}, {Float.NaN, 1e-30f}}));
    return result(
        Optional.of(
            new EvaluationSamples(
                2,
                Optional.of(new Labels.Classes(List.of("clean", "crack"), new int[] {1, 0})),
                ordered("condition", List.of("low, light", "normal"), "index", List.of("a", "b")))),
        predictions);
  }

  static RunResult regression() {
    return result(
        Optional.of(
            new EvaluationSamples(
                2, Optional.of(new Labels.Values(new double[] {0.1, -3e-9})), Map.of())),
        Map.of("reference", new Predictions.Values(new double[] {1.0 / 3, 2})));
  }

  /** Samples of which some are golden, that come in clusters, and whose slices have parents. */
  static RunResult withMarks() {
    Map<String, Map<String, String>> parents =
        ordered(
            "condition",
            ordered("low, light", "dark", "dark", "all"),
            "class",
            Map.of("crack", "any"));
    SampleMarks marks =
        new SampleMarks(
            new SliceParents(parents),
            List.of(0, 2),
            Optional.of(List.of("video, 1", "video, 1", "")));
    return result(
        Optional.of(
            new EvaluationSamples(
                3,
                Optional.of(new Labels.Classes(List.of("clean", "crack"), new int[] {1, 0, 0})),
                Map.of("cluster", List.of("a", "low, light", "b")),
                marks)),
        Map.of());
  }

  /** The same as a run with data, measured on a power sensor. */
  static RunResult withEnergy() {
    RunResult run = classification();
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions(),
        List.of(
            energy("reference", new EnergyWindow(0, 2.5, 2, 5.25, 5, 1e3)),
            energy(
                ODD_NAME,
                new EnergyWindow(0, 1.0 / 3, 2, 4, 5.000001, 1e-3),
                new EnergyWindow(2, -0.5, 2, 0, 5, 7))));
  }

  private static EnergyObservations energy(String arm, EnergyWindow... windows) {
    return new EnergyObservations(
        arm, "single-stream", "RAPL package-0, \"dram\"", List.of(windows));
  }

  static RunResult withoutData() {
    return result(Optional.empty(), Map.of());
  }

  /** A result without data whose loads are these. */
  static RunResult of(List<SoloObservations> solo) {
    RunResult run = withoutData();
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        run.arms(),
        run.faults(),
        solo,
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }

  private static RunResult result(
      Optional<EvaluationSamples> samples, Map<String, Predictions> predictions) {
    Map<String, Memory> memory = new LinkedHashMap<>();
    memory.put("reference", new Memory(1, 2, 3, 4));
    memory.put(ODD_NAME, new Memory(5, 6, 7, 8));
    return new RunResult(
        "20261121-090000-1",
        new RunResult.Provenance(
            "0.1.0",
            Instant.parse("2026-11-21T09:00:00Z"),
            Instant.parse("2026-11-21T09:01:00.5Z")),
        "odd, scenario",
        "touchstone: 1\nname: \"odd, scenario\"\n",
        "this-machine",
        Long.MIN_VALUE,
        new Environment(
            ordered("cpu.model", "A \"fast\" one,\nreally", "os", "Linux"),
            List.of("swap is in use"),
            List.of("throttled")),
        List.of(
            new Arm(
                "reference", ArmRole.REFERENCE, Path.of("models/fp32.onnx"), "aa", 10, Map.of()),
            new Arm(
                ODD_NAME,
                ArmRole.CANDIDATE,
                Path.of("models/int8.onnx"),
                "bb",
                3,
                ordered("recipe", "name: x\nsteps: []\n", "step.1", "fold"))),
        List.of(
            new Fault(
                ODD_NAME,
                "pair 3",
                Fault.Kind.CRASHED,
                OptionalInt.of(134),
                "crashed, \"badly\"",
                List.of("line 1", "", "line 3")),
            new Fault(
                "reference",
                "quality",
                Fault.Kind.TIMED_OUT,
                OptionalInt.empty(),
                "slow",
                List.of())),
        List.of(solo("reference"), solo(ODD_NAME)),
        Optional.of(new Memory(9, 10, 11, 12)),
        memory,
        List.of(new ColdStart("reference", 1, 2, 3, 4, 5), new ColdStart(ODD_NAME, 6, 7, 8, 9, 10)),
        List.of(new Campaign(ODD_NAME, List.of(pair(0, memory), pair(1, memory)), 1)),
        samples,
        predictions);
  }

  static SoloObservations solo(String arm) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(1000);
    histogram.recordValue(123_456_789);
    return new SoloObservations(
        arm,
        "single-stream",
        new Block(new long[] {1000, 123_456_789}, new long[] {999, 1}),
        histogram,
        1,
        5_000_000);
  }

  private static ForkPair pair(int index, Map<String, Memory> memory) {
    Block first = new Block(new long[] {5, 6 + index}, new long[] {3, 4});
    Block second = new Block(new long[] {7}, new long[] {8});
    return new ForkPair(
        index,
        ordered("reference", List.of(first, second), ODD_NAME, List.of(second, first)),
        memory);
  }

  private static <T> Map<String, T> ordered(String first, T one, String second, T two) {
    Map<String, T> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, two);
    return map;
  }
}
