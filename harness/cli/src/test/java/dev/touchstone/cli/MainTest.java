package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.job.ToolVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user meets who types something wrong: a line that helps, and never a stack trace. */
class MainTest {

  @TempDir private Path temporary = Path.of("");

  @Nested
  class Help {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "run --help",
          "update --help",
          "explain --help",
          "compress --help",
          "inspect --help",
          "diff --help",
          "share --help",
          "measure --help",
          "compare --help",
          "selftest --help",
          "judge --help",
          "report --help",
          "metrics --help",
          "completion --help",
          "baseline --help",
          "baseline list --help",
          "baseline show --help",
          "baseline promote --help",
          "profile --help",
          "profile list --help",
          "profile show --help",
          "profile detect --help",
          "train --help"
        })
    void goesToStandardOutput(String words) {
      Answer answer = Answer.to((Object[]) words.split(" "));

      assertThat(answer.code()).isZero();
      assertThat(answer.out()).startsWith("Usage: touchstone").contains("--help");
      assertThat(answer.err()).isEmpty();
    }

    @Test
    void ofTheWholeNamesTheFirstCommandToTryAndTheExitCodes() {
      assertThat(Answer.to("--help").out())
          .contains("touchstone run surface-defects")
          .contains("0 PASS, 1 FAIL, 2 usage or scenario rejected, 3 INCONCLUSIVE, 4 INVALID run");
    }

    @Test
    void isShownToOneWhoGivesNoArgumentsButThatIsNoPass() {
      Answer answer = Answer.to();

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).startsWith("Usage: touchstone");
      assertThat(answer.out()).isEmpty();
    }

    @Test
    void namesTheVersion() {
      assertThat(Answer.to("--version").out())
          .startsWith("touchstone " + ToolVersion.number())
          .contains("java " + Runtime.version());
    }
  }

  @Nested
  class Usage {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # arguments                                   | said
            runn x                                        | Did you mean: touchstone run?
            frobnicate                                    | unmatched argument at index 0: 'frobnicate'
            run                                           | missing required parameter: 'SCENARIO'
            run surface-defects extra                     | unmatched argument at index 2: 'extra'
            run surface-defects --frobnicate              | unknown option: '--frobnicate'
            run surface-defects --seed x                  | '--seed': 'x' is not a long
            run surface-defects --inject-work int8-static | '--inject-work' (ARM=PERCENT) should be in KEY=VALUE format
            run surface-defects --inject-work x=10        | --inject-work: there is no arm "x"; the arms of this run are reference, int8-static
            run surface-defects --inject-work int8-static=0 | --inject-work: "0.0" must be above 0
            run surface-defects --profile raspbery-pi-4   | did you mean "raspberry-pi-4"?
            measure pom.xml --profile raspbery-pi-4       | --profile: "raspbery-pi-4" is neither
            run surface-defect                            | did you mean "surface-defects"?
            run nowhere/scenario.yaml                     | "nowhere/scenario.yaml" is no file; name a scenario file
            run src                                       | "src" is a folder; name a scenario file
            update                                        | missing required parameter: 'SCENARIO'
            update surface-defect                         | did you mean "surface-defects"?
            update surface-defects --candidate int8-static | says which one to --promote
            explain                                       | missing required parameter: 'SCENARIO'
            explain surface-defects --candidate x         | "x" is no recipe here; name one of int8-static
            explain surface-defects --out pom.xml         | --out: "pom.xml" is a file; name a folder
            compress                                      | missing required options
            compress model.onnx                           | missing required options: '--recipe=R', '--out=FILE'
            compress pom.xml --recipe int8-dynamic --out src | --out: "src" is a folder; name the file to write
            compress pom.xml --recipe int8-static --out x | add --data MANIFEST
            compress pom.xml --recipe int8-statik --out x | --recipe: "int8-statik" is neither
            compress pom.xml --recipe int8-dynamic --out x --samples 0 | --samples: "0" must be at least 1
            compress nowhere.onnx --recipe int8-static --out x | "nowhere.onnx" is no file; name an ONNX model
            inspect                                       | missing required parameter: 'MODEL'
            inspect nowhere.onnx                          | "nowhere.onnx" is no file; name an ONNX model
            inspect pom.xml                               | pom.xml is no ONNX model
            inspect pom.xml --svg src                     | --svg: "src" is a folder; name the file to write
            inspect pom.xml --shape x=1,2                 | --shape: "1,2" is no shape; write it like 1x3x224x224
            diff pom.xml                                  | missing required parameter: 'B'
            diff pom.xml nowhere.onnx                     | "nowhere.onnx" is no file; name an ONNX model
            diff pom.xml pom.xml                          | pom.xml is no ONNX model
            diff pom.xml pom.xml --samples 0              | --samples: "0" must be at least 1
            diff pom.xml pom.xml --least x                | '--least'
            share a.onnx --out x                          | MODEL
            share pom.xml nowhere.onnx --out x            | pom.xml is no ONNX model
            share nowhere.onnx pom.xml --out x            | "nowhere.onnx" is no file; name an ONNX model
            share pom.xml pom.xml --out pom.xml           | --out: "pom.xml" is a file; name a folder
            share pom.xml pom.xml --out x --align 3       | --align: "3" must be a power of two from 16 to 65536
            measure nowhere.onnx                          | "nowhere.onnx" is no file; name an ONNX model
            measure pom.xml --out pom.xml                 | --out: "pom.xml" is a file; name a folder
            compare                                       | MODEL
            compare pom.xml                               | 2 values
            compare pom.xml nowhere.onnx                  | "nowhere.onnx" is no file; name an ONNX model
            compare pom.xml pom.xml --allow 1             | --allow: "1" has no unit; write "1 %"
            compare pom.xml pom.xml --allow 5% --catch 1% | --catch: "1 %" is below --allow, 5 %
            compare pom.xml pom.xml --profile x           | --profile: "x" is neither a bundled profile
            compare pom.xml pom.xml --inject-work C=3     | --inject-work: there is no arm "C"; the arms of this run are reference, pom.xml
            compare pom.xml pom.xml --out pom.xml         | --out: "pom.xml" is a file; name a folder
            selftest nowhere.onnx                         | "nowhere.onnx" is no file; name an ONNX model
            selftest --rounds 0                           | --rounds: "0" must be from 1 to 10000
            selftest --slowdown 3                         | --slowdown: "3" has no unit; write "3 %"
            selftest --slowdown 0.5%                      | --slowdown: "0.5%" must be in % and above 0.5 %
            selftest --slowdown 3pp                       | --slowdown: "3pp" must be in %
            selftest --out pom.xml                        | --out: "pom.xml" is a file; name a folder
            report src --out pom.xml                      | --out: "pom.xml" is a file; name a folder
            judge nowhere                                 | "nowhere" is no folder; name an output folder
            judge src                                     | src: is no run result
            judge src --summary src                       | --summary: "src" is a folder; name the file to append to
            metrics src --out src                         | --out: "src" is a folder; name the file to write
            report src                                    | missing required option: '--out=DIR'
            baseline                                      | missing required subcommand
            baseline show x --store nowhere               | there is no baseline of "x"; the store is empty
            baseline list --store pom.xml                 | pom.xml: is no folder, so it cannot be a store
            baseline promote src                          | src: is no run result
            profile                                       | missing required subcommand
            profile show raspbery-pi-4                    | did you mean "raspberry-pi-4"?
            profile detect --out src                      | --out: "src" is a folder; name the file to write
            profile detect --name a/b                     | --name: "a/b" must be 1 to 64 letters, digits
            train x                                       | "x" cannot be trained; only surface-defects can
            """)
    void isRejectedWithALineThatHelps(String words, String said) {
      Answer answer = Answer.to((Object[]) words.split(" "));

      assertThat(answer.err()).contains(said).doesNotContain("\tat ");
      assertThat(answer.out()).isEmpty();
      assertThat(answer.code()).isEqualTo(2);
    }

    @Test
    void isPointedToTheHelpOfItsCommand() {
      assertThat(Answer.to("baseline", "promote").err())
          .contains("see \"touchstone baseline promote --help\"")
          .doesNotContain("Usage:");
    }
  }

  @Nested
  class AScenario {

    @Test
    void isToldAllOfItsMistakesAtOnce() throws IOException {
      Path file = temporary.resolve("mine.yaml");
      Files.writeString(
          file,
          """
          touchstone: 1
          name: eight
          modell: {}
          model: {reference: nowhere.onnx}
          profile: rasberry-pi-4
          recipes: [int8-dynamik]
          load: [{server: {rate: 40}}]
          requirements:
            - {metric: latency.p95, at-most: 12}
            - {metric: quality.top2, at-least: 90 %}
            - {metric: memory.peak, at-most: -3 MiB}
          """);

      Answer answer = Answer.to("run", file);

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err().lines())
          .hasSize(9)
          .filteredOn(line -> line.startsWith(file + ":"))
          .hasSize(8);
      assertThat(answer.err()).endsWith("touchstone: 8 problems; nothing was run\n");
    }

    @Test
    void isNotMeasuredWhereItsResultCouldNotBeKept() throws IOException {
      Files.createDirectories(temporary.resolve("out/run"));

      Answer answer = Answer.to("measure", "pom.xml", "--out", temporary.resolve("out"));

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).contains("stands where the run result is to be written");
    }
  }

  @Nested
  class WhatTheWorldRefuses {

    @Test
    void isToldWithPathAndReasonAndWithoutAStackTrace() throws IOException {
      Path file = Files.writeString(temporary.resolve("file"), "x");

      Answer answer = Answer.to("measure", "pom.xml", "--out", file.resolve("out"));

      assertThat(answer.code()).isEqualTo(70);
      assertThat(answer.err()).contains(file.toString()).doesNotContain("\tat ");
    }
  }

  @Test
  void leavesNothingOfItsScratchFolder() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("scratch/below"));
    Files.writeString(folder.resolve("file"), "x");

    Scratch.delete(temporary.resolve("scratch"));

    assertThat(temporary.resolve("scratch")).doesNotExist();
  }
}
