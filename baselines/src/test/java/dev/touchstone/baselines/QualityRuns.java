package dev.touchstone.baselines;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Invented runs of which only the answers matter: a reference and one candidate. */
final class QualityRuns {

  static final String CANDIDATE = "candidate";

  private QualityRuns() {}

  static RunResult of(EvaluationSamples samples, Predictions reference, Predictions candidate) {
    return new RunResult(
        "20260102-030405-9c1d",
        new RunResult.Provenance("0.1.0", Instant.EPOCH, Instant.EPOCH),
        "parts",
        "touchstone: 1\n",
        "this-machine",
        11,
        new Environment(Map.of(), List.of(), List.of()),
        List.of(arm(Arm.REFERENCE, ArmRole.REFERENCE), arm(CANDIDATE, ArmRole.CANDIDATE)),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.of(samples),
        Map.of(Arm.REFERENCE, reference, CANDIDATE, candidate));
  }

  static Arm arm(String name, ArmRole role) {
    return new Arm(name, role, Path.of(name + ".onnx"), "ab".repeat(32), 1_000, Map.of());
  }

  static EvaluationSamples samples(
      Labels labels, Map<String, List<String>> slices, SampleMarks marks) {
    return new EvaluationSamples(labels.size(), Optional.of(labels), slices, marks);
  }

  /** Labels in turn: sample i has class {@code i % classes}. */
  static Labels.Classes inTurn(int n, String... classes) {
    return new Labels.Classes(
        List.of(classes), IntStream.range(0, n).map(i -> i % classes.length).toArray());
  }

  /** Sure answers, right but for some samples. */
  static Predictions.Scores wrongOn(Labels.Classes labels, IntPredicate wrong) {
    int classes = labels.names().size();
    float[][] scores = new float[labels.size()][classes];
    for (int i = 0; i < scores.length; i++) {
      scores[i][wrong.test(i) ? (labels.at(i) + 1) % classes : labels.at(i)] = 1;
    }
    return new Predictions.Scores(scores);
  }
}
