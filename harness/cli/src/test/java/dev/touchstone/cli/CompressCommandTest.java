package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void printsWhetherItPaidAndPutsACardBeside() throws IOException {
    Path model = SmallScenario.model(SmallScenario.in(folder).resolveSibling(""));
    Path out = folder.resolve("out/int8.onnx");

    Answer answer =
        Answer.to(
            "compress",
            model,
            "--recipe",
            "int8-static",
            "--data",
            folder.resolve("calibration.yaml"),
            "--samples",
            20,
            "--evaluation",
            folder.resolve("evaluation.yaml"),
            "--out",
            out);

    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .startsWith(out + ": ")
        .containsPattern(
            "\n +before +after +change\n  bytes +[0-9,]+ +[0-9,]+ +-7[0-9]\\.[0-9] %\n")
        .containsPattern("\n  QuantizeLinear nodes +0 +[0-9]+\n")
        .endsWith(
            "  card   %s\n         %s\n"
                .formatted(
                    folder.resolve("out/int8.card.md"), folder.resolve("out/int8.card.json")));
    assertThat(out).exists();
    assertThat(folder.resolve("out/int8.card.md"))
        .content()
        .startsWith("# int8-static\n")
        .contains("## Did it pay", "## As ONNX Runtime runs it", "## Standing check")
        // the small scenario calibrates on what it evaluates on
        .contains("## Calibration against evaluation data", "**20 of these are calibration samples")
        .contains("\n\n## Recipe\n");
  }
}
