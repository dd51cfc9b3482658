package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to places outside of the result's folder, from one small comparison. */
class SummaryAndMetricsTest {

  @TempDir static Path folder;

  private static Path summary() {
    return folder.resolve("pages/summary.md");
  }

  private static Path out() {
    return folder.resolve("out");
  }

  private static final AtomicReference<Answer> MEASURED = new AtomicReference<>();

  @BeforeAll
  static void compareTwoModels() {
    Path one = SmallModel.relu(folder.resolve("one.onnx"), 8);
    Path other = SmallModel.relu(folder.resolve("other.onnx"), 8);
    MEASURED.set(
        Answer.quickly("compare", one, other, "--out", out(), "--seed", 7, "--summary", summary()));
  }

  private static Answer measured() {
    return Objects.requireNonNull(MEASURED.get());
  }

  @Test
  void leavesTheAnswerForAPullRequestAndAddsTheNextOneBelow() throws IOException {
    String first = Files.readString(summary());
    assertThat(measured().err()).doesNotContain("--summary");
    assertThat(first)
        .startsWith("## ! INVALID: other-vs-one on this-machine\n")
        .contains("Report: " + out().resolve("report.html").toString().replace("_", "\\_"));

    Path page = Files.writeString(folder.resolve("page.md"), first);
    Answer judged = Answer.to("judge", out(), "--summary", page);
    Answer written = Answer.to("report", out(), "--out", out(), "--summary", page);

    assertThat(judged.code()).isEqualTo(measured().code());
    assertThat(written.code()).isZero();
    assertThat(page).hasContent(first + "\n" + first + "\n" + first);
  }

  @Test
  void keepsTheVerdictWhereTheSummaryCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    Answer refused = Answer.to("judge", out(), "--summary", folder);
    Answer failed = Answer.to("judge", out(), "--summary", file.resolve("summary.md"));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is a folder; name the file to append to");
    assertThat(failed.code()).isEqualTo(measured().code());
    assertThat(failed.err()).contains("--summary: cannot write", "the verdict stands");
  }

  @Test
  void namesTheScenarioFileAgainWhenReportsAreWrittenAgain() throws IOException {
    Path again = folder.resolve("again");

    Answer answer = Answer.to("report", out(), "--out", again);

    assertThat(answer.code()).isZero();
    for (String name : new String[] {"findings.sarif", "code-quality.json", "metrics.prom"}) {
      assertThat(again.resolve(name)).hasSameTextualContentAs(out().resolve(name));
    }
    assertThat(out().resolve("findings.sarif"))
        .content()
        .contains("\"uri\" : \"other-vs-one.yaml\"");
  }

  @Test
  void joinsTheMetricsOfResultsAndRefusesTwoOfOneScenario() throws IOException {
    Path file = folder.resolve("metrics/touchstone.prom");

    Answer printed = Answer.to("metrics", out());
    Answer written = Answer.to("metrics", out(), "--out", file);
    Answer twice = Answer.to("metrics", out(), out().resolve("run"));

    assertThat(printed.out())
        .isEqualTo(Files.readString(out().resolve("metrics.prom")))
        .contains("touchstone_verdict{scenario=\"other-vs-one\",profile=\"this-machine\",")
        .endsWith("# EOF\n");
    assertThat(written.code()).isZero();
    assertThat(file).hasContent(printed.out());
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("is a run of other-vs-one on this-machine as");
    assertThat(Answer.to("metrics", out(), "--out", folder).err()).contains("is a folder");
  }
}
