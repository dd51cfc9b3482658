package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  private static final String SMALL = "{metric: size, at-most: 64 KiB}";

  @TempDir private Path folder = Path.of("");

  private Answer explain(TinyTask task, String... more) {
    Object[] all = new Object[6 + more.length];
    Object[] first = {"explain", task.scenario(), "--candidate", "made", "--out", out()};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Answer.quickly(all);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private List<String> rows(String step, String quantity) throws IOException {
    return Files.readAllLines(out().resolve("explain.csv")).stream()
        .filter(row -> row.startsWith("1,made," + step + ",") && row.contains("," + quantity + ","))
        .toList();
  }

  /** A pruned network of three neurons answers worse; half precision answers the same. */
  @Test
  void findsTheStepThatCosts() throws IOException {
    TinyTask task = TinyTask.in(folder.resolve("task"));
    task.scenario(
        "[{convert: {to: fp16-storage}}, {prune: {unstructured: {sparsity: 80 %}}}]", SMALL);

    Answer answer = explain(task);

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(out().resolve("explain.csv"))
        .content()
        .startsWith(
            "schema,candidate,step,key,quantity,metric,slice,value,lower,upper,confidence,scale,n\n");
    assertThat(rows("1", "cost-here")).singleElement().asString().contains(",quality.top1,,0.0,");
    String costly = rows("2", "cost-here").get(0);
    assertThat(Double.parseDouble(costly.split(",", -1)[7])).isGreaterThan(0.2);
    assertThat(Double.parseDouble(costly.split(",", -1)[8])).isGreaterThan(0);
    assertThat(rows("2", "worst-slice-here")).singleElement().asString().contains(",class=");
    assertThat(answer.out()).contains("Most of it comes with step 2");
    assertThat(Files.readString(out().resolve("explain.md")))
        .startsWith("# What each step of made costs\n")
        .contains("| 2 prune");
    assertThat(out().resolve("run/CHECKSUMS.sha256")).exists();
  }

  @Test
  void saysWhichStepARecipeCannotDoWithout() throws IOException {
    TinyTask task = TinyTask.in(folder.resolve("task"));
    task.scenario("[{quantize: {scheme: static}}, {correct-bias: {}}]", SMALL);

    Answer answer = explain(task, "--latency");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("1 quantize static: the recipe without this step cannot be carried out: ");
    assertThat(rows("1", "cost-here")).hasSize(1);
    assertThat(rows("1", "cost-in-the-end")).isEmpty();
  }

  @Test
  void needsDataOrAnotherQuestion() throws IOException {
    TinyTask task = TinyTask.in(folder.resolve("task"));
    Files.writeString(
        task.scenario(),
        Files.readString(task.scenario()).replace("evaluation: {manifest: evaluation.yaml}", ""));

    Answer answer = explain(task);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("no evaluation data, so no quality can be told; add --latency");
  }
}
