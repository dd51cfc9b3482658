package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.job.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real workers and models of one operator; two fork pairs decide nothing. */
class CompareCommandTest {

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  @Test
  void printsEveryMetricAndLeavesAResultThatCanBeJudgedAgain() {
    Path one = SmallModel.relu(folder.resolve("one.onnx"), 8);
    Path other = SmallModel.relu(folder.resolve("other.onnx"), 8);

    Answer answer =
        Answer.quickly(
            "compare",
            one,
            other,
            "--out",
            out(),
            "--seed",
            7,
            "--inject-work",
            "B=50",
            "--allow",
            "1%",
            "--catch",
            "6%");

    assertThat(answer.out())
        .startsWith("A  one.onnx ")
        .contains("\nB  other.onnx ", "B / A [interval]")
        .containsAnyOf("Too little was measured to tell", "cannot be told")
        .contains("latency.p50", "latency.p95", "throughput", "memory.peak", "memory.steady")
        .contains("cold-start", "size", " 1/6 %", " 5/20 %")
        .contains("other was made 50.0 % slower on purpose");
    // Cold starts were left out, and what is asked but not measured is invalid.
    assertThat(answer.code()).isEqualTo(4);
    RunResult run = StoredRun.read(out());
    assertThat(run.scenarioName()).isEqualTo("other-vs-one");
    assertThat(run.seed()).isEqualTo(7);
    assertThat(StoredRun.requirements(run)).hasSize(7);
    assertThat(out().resolve("report.html")).isRegularFile();
    assertThat(Answer.to("judge", out()).code()).isEqualTo(answer.code());
  }

  @Test
  void failsACandidateThatIsNoModelAndCannotJudgeByAReferenceThatIsNone() throws IOException {
    Path model = SmallModel.relu(folder.resolve("model.onnx"), 8);
    Path text = Files.writeString(folder.resolve("text.onnx"), "this is no model");

    Answer candidate = Answer.quickly("compare", model, text, "--out", out());
    Answer reference = Answer.quickly("compare", text, model, "--out", out());

    assertThat(candidate.out())
        .contains("text.onnx could not be compared with model.onnx")
        .contains("cannot be told");
    assertThat(candidate.code()).isEqualTo(1);
    assertThat(reference.out()).contains("! INVALID");
    assertThat(reference.code()).isEqualTo(4);
  }

  @Test
  void refusesModelsThatTakeOtherInputsBeforeItMeasures() {
    Path narrow = SmallModel.relu(folder.resolve("narrow.onnx"), 8);
    Path wide = SmallModel.relu(folder.resolve("wide.onnx"), 16);

    Answer answer = Answer.quickly("compare", narrow, wide, "--out", out());

    assertThat(answer.err())
        .contains("wide.onnx\" takes FLOAT [1, 16], but ")
        .contains("narrow.onnx\" takes FLOAT [1, 8]; only models that take the same inputs");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(out()).doesNotExist();
  }

  @Test
  void namesItsArmsAfterTheirFilesAndNoTwoAlike() {
    List<Path> files =
        List.of(
            Path.of("a/model.onnx"),
            Path.of("b/Model.onnx"),
            Path.of("reference.onnx"),
            Path.of("my model (2).onnx"),
            Path.of("漢.onnx"),
            Path.of("x".repeat(200) + ".onnx"));

    assertThat(ModelFile.namesOf(files, Set.of("reference", "deployed")))
        .containsExactly(
            "model", "Model-2", "reference-2", "my-model-2-", "model-3", "x".repeat(48));
    assertThat(ModelFile.questionName(files.subList(0, 2))).isEqualTo("Model-vs-model");
    assertThat(ModelFile.questionName(files)).isEqualTo("5-vs-model");
    assertThat(ModelFile.questionName(List.of(files.get(5), files.get(5)))).hasSize(64);
  }
}
