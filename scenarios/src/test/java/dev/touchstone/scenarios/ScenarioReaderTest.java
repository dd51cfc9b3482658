package dev.touchstone.scenarios;

import static dev.touchstone.scenarios.ScenarioFolder.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

  @TempDir private Path temporary;
  private ScenarioFolder folder = new ScenarioFolder(Path.of(""));

  @BeforeEach
  void fill() {
    folder = ScenarioFolder.in(temporary);
  }

  @Test
  void whatIsNotSaidHasADefault() {
    Scenario scenario = folder.read(GOOD);

    assertThat(scenario.name()).isEqualTo("board");
    assertThat(scenario.text()).isEqualTo(GOOD);
    assertThat(scenario.reference()).isEqualTo(temporary.resolve("reference.onnx"));
    assertThat(scenario.deployed()).isEmpty();
    assertThat(scenario.evaluation().orElseThrow().name()).isEqualTo("e");
    assertThat(scenario.calibration().orElseThrow().samples()).isEqualTo(50);
    assertThat(scenario.profile()).isEqualTo(Profiles.read("this-machine"));
    assertThat(scenario.candidates()).containsExactly(RecipeReader.read("int8-static"));
    assertThat(scenario.load()).containsExactly(new LoadPattern.SingleStream());
    assertThat(scenario.requirements()).isEmpty();
  }

  @Test
  void everythingCanBeSaid() {
    folder.write("mine.yaml", "name: mine\nsteps: [fold]\n");
    folder.write("board.yaml", "name: my-board\nthreads: 2\n");
    Scenario scenario =
        folder.read(
            """
            touchstone: 1
            name: board
            model: {reference: reference.onnx, deployed: deployed.onnx}
            data:
              evaluation: {manifest: evaluation.yaml}
              calibration: {manifest: calibration.yaml, samples: 60}
            profile: board.yaml
            recipes:
              - int8-static
              - {file: mine.yaml}
              - {name: in-place, steps: [fold, {quantize: {scheme: dynamic}}]}
              - {name: ready, model: deployed.onnx}
            load:
              - single-stream
              - {multi-stream: {samples: 4}}
              - {server: {rate: 40 /s, bound: {p99: 50 ms}}}
              - {offline: {batch: 8}}
            requirements:
              - {metric: latency.p95, at-most: 80 ms, load: server}
              - {metric: throughput, at-least: 20 /s, load: offline}
              - {metric: latency.p50, against: deployed, allow: 0.5 %, catch: 3 %}
              - {metric: quality.recall, for-each: class, against: reference, allow: 0 pp, catch: 5 pp}
              - {metric: quality.top1, at-least: 0.94}
              - {metric: quality.flips, at-most: 30}
              - {metric: latency.p50, against: reference, gain-at-least: 10 %}
            """);

    assertThat(scenario.deployed()).contains(temporary.resolve("deployed.onnx"));
    assertThat(scenario.profile().name()).isEqualTo("my-board");
    assertThat(scenario.candidates())
        .extracting(CandidateSource::name)
        .containsExactly("int8-static", "mine", "in-place", "ready");
    assertThat(scenario.candidates().get(3))
        .isEqualTo(new ReadyModel("ready", temporary.resolve("deployed.onnx")));
    assertThat(scenario.load())
        .containsExactly(
            new LoadPattern.SingleStream(),
            new LoadPattern.MultiStream(4),
            new LoadPattern.Server(
                OptionalDouble.of(40),
                Optional.of(new LoadPattern.Bound(Metric.LATENCY_P99, 50_000_000L)),
                Optional.empty()),
            new LoadPattern.Offline(8));
    assertThat(scenario.requirements())
        .extracting(Requirement::toString)
        .containsExactly(
            "latency.p95 at most 80.0 ms",
            "throughput at least 20.0 /s",
            "latency.p50 against deployed: allow 0.5 %, catch 3 %",
            "quality.recall for each class against reference: allow 0 pp, catch 5 pp",
            "quality.top1 at least 94.00 %",
            "quality.flips at most 30",
            "latency.p50 gain against reference at least 10 %",
            "latency.p99 at most 50.0 ms");
    assertThat(scenario.requirements().get(0).load()).contains("server");
    assertThat(scenario.requirements().get(3).location().line()).isEqualTo(22);
  }

  @Test
  void theBoundOfALoadPatternIsARequirementToo() {
    String text = GOOD + "load: [single-stream, {server: {rate: 40 /s, bound: {p99: 50 ms}}}]\n";
    Requirement bound = folder.read(text).requirements().get(0);

    assertThat(bound).hasToString("latency.p99 at most 50.0 ms");
    assertThat(bound.load()).contains("server");
    assertThat(ScenarioReader.readStored(text, "scenario.yaml").requirements())
        .extracting(Requirement::toString)
        .containsExactly(bound.toString());
  }

  @Test
  void variablesInFileNamesAreFilledIn() {
    String text =
        GOOD.replace("reference.onnx", "${WHERE}/reference.onnx").replace("{ref", "\n  ref");
    String written = text.replace("onnx}", "onnx");
    Path file = folder.write("variable.yaml", written);

    assertThat(ScenarioReader.read(file, Map.of("WHERE", temporary.toString())).reference())
        .isEqualTo(temporary.resolve("reference.onnx"));
    assertThatThrownBy(() -> ScenarioReader.read(file, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            file
                + ":4:14: model.reference: \"${WHERE}/reference.onnx\" uses the variable \"WHERE\","
                + " which is not defined; give it with --set WHERE=DIR, or export the environment"
                + " variable WHERE");
  }

  @Test
  void eightDifferentMistakesGetEightLocatedMessagesInOneRun() {
    assertThat(
            folder.problems(
                """
                touchstone: 1
                name: key word spotting
                model: {reference: missing.onnx}
                profle: raspberry-pi-4
                recipes: [int8-dynamik]
                load: [{server: {rate: 40}}]
                requirements:
                  - {metric: latency.p59, at-most: 80 ms}
                  - {metric: latency.p95, at-most: 80 MiB}
                  - {metric: memory.peak, at-least: 2 GiB}
                """))
        .containsExactly(
            "s.yaml:2:7: name: \"key word spotting\" cannot be a name; write 1 to 64 letters,"
                + " digits, dots, dashes and underscores, the first a letter or digit",
            "s.yaml:3:20: model.reference: the reference model \"missing.onnx\" does not exist; it"
                + " was looked for at missing.onnx; names are relative to the file that holds them",
            "s.yaml:4:1: \"profle\" is no key of a scenario; allowed: touchstone, name, model, data,"
                + " profile, recipes, loading, load, requirements; did you mean \"profile\"?",
            "s.yaml:5:11: recipes[0]: \"int8-dynamik\" is neither a bundled recipe nor a YAML file;"
                + " bundled: int8-static, int8-static-accurate, int8-dynamic, mixed-int8, fp16, fp16-storage, int4-weights, prune-30; did you mean \"int8-dynamic\"?",
            "s.yaml:6:24: load[0].server.rate: \"40\" has no unit; write \"40 /s\"",
            "s.yaml:8:14: requirements[0].metric: \"latency.p59\" is not allowed here; allowed:"
                + " latency.p50, latency.p90, latency.p95, latency.p99, latency.p99.9,"
                + " latency.preprocess.p50, latency.preprocess.p95, latency.postprocess.p50,"
                + " latency.postprocess.p95, latency.end-to-end.p50, latency.end-to-end.p95,"
                + " latency.end-to-end.p99, throughput, memory.peak, memory.load,"
                + " memory.steady, memory.file-backed, memory.model, cold-start, cold-start.jvm, cold-start.runtime,"
                + " cold-start.session, cold-start.first-inference, size, energy, quality.top1,"
                + " quality.recall, quality.precision, quality.f1, quality.auc, quality.ece,"
                + " quality.flips, quality.golden, quality.mae, quality.rmse; did you mean \"latency.p95\"?",
            "s.yaml:9:36: requirements[1].at-most: \"80 MiB\" is a size in bytes, but latency.p95 is"
                + " a time; allowed: ns, us, ms, s, min, h",
            "s.yaml:10:27: requirements[2].at-least: memory.peak is better when it is lower, so"
                + " at-least bounds nothing; write at-most");
  }

  @Test
  void manyMistakesInSeveralFilesAreFoundTogether() {
    folder.write("evaluation.yaml", "touchstone-data: 1\ngenerator: {name: surface, samples: 0}\n");
    folder.write("mine.yaml", "name: deployed\nsteps: [fold, trim]\n");
    folder.write("profile.yaml", "name: p\ncores: 2\nthreads: 4\nmemory: 4\n");

    assertThat(
            folder.problems(
                """
                touchstone: 2
                name: board
                name: again
                model: {deployed: nothing.onnx}
                data:
                  evaluation: {manifest: evaluation.yaml}
                  calibration: {manifest: calibration.yaml, samples: 61}
                profile: profile.yaml
                recipes:
                  - int8-static
                  - INT8-Static.yaml
                  - {name: Reference, steps: [fold]}
                  - {name: a, steps: [fold], file: mine.yaml}
                  - {file: mine.yaml}
                  - {name: b, steps: [fold]}
                  - {name: B, model: deployed.onnx}
                load: [single-stream, {offline: {batch: 0}}, single-stream]
                requirements:
                  - {metric: latency.p50}
                  - {metric: latency.p50, at-most: 3 ms, load: server}
                  - {metric: size, at-most: 3 MiB, load: offline}
                  - {metric: size, at-most: 4 MiB}
                  - {metric: size, at-most: 5 MiB}
                  - {metric: size, for-each: class, at-most: 5 MiB}
                """))
        .containsExactly(
            "s.yaml:1:13: touchstone: \"2\" is no format of scenario files that is read here;"
                + " allowed: 1; a higher one needs a newer Touchstone",
            "s.yaml:3:1: the key \"name\" stands here a second time; the first is in line 2",
            "s.yaml:4:8: model: a model needs the key \"reference\", which is missing",
            "s.yaml:4:19: model.deployed: the deployed model \"nothing.onnx\" does not exist; it was"
                + " looked for at nothing.onnx; names are relative to the file that holds them",
            "s.yaml:7:54: data.calibration.samples: \"61\" samples are more than the 60 of the"
                + " manifest; write at most 60",
            "s.yaml:11:5: recipes[1]: the recipe \"INT8-Static.yaml\" does not exist; it was looked"
                + " for at INT8-Static.yaml; names are relative to the file that holds them",
            "s.yaml:12:12: recipes[2].name: \"Reference\" is the name of another arm of every run;"
                + " choose another name for the recipe",
            "s.yaml:13:5: recipes[3]: a recipe has exactly one of steps, file and model, found"
                + " steps and file; write {name: NAME, steps: [...]}, {file: recipe.yaml} or {name:"
                + " NAME, model: model.onnx}",
            "s.yaml:16:12: recipes[6].name: the recipe name \"B\" is taken by line 15; names must be"
                + " unique, whatever the case of their letters",
            "s.yaml:17:41: load[1].offline.batch: \"0\" is not allowed; write a whole number from 1"
                + " to 1048576",
            "s.yaml:17:46: load[2]: single-stream stands in the list twice; a requirement names a"
                + " load pattern by this word, so it must be unique",
            "s.yaml:19:5: requirements[0]: the requirement demands nothing; write at-most, or"
                + " at-least, or against with allow and catch, or against with gain-at-least",
            "s.yaml:20:48: requirements[1].load: \"server\" is no load pattern of this scenario;"
                + " allowed: single-stream, offline; add it to the scenario's load",
            "s.yaml:21:42: requirements[2].load: size does not depend on the load pattern; use load"
                + " with latency and throughput",
            "s.yaml:23:5: requirements[4]: demands the same of size as the requirement in line 22;"
                + " keep one of the two",
            "s.yaml:24:30: requirements[5].for-each: size belongs to the whole run and has no"
                + " slices; use for-each with quality metrics",
            "evaluation.yaml:1:1: a data manifest needs the key \"name\", which is missing",
            "evaluation.yaml:2:19: generator.name: \"surface\" is not allowed here; allowed:"
                + " surface-defects",
            "evaluation.yaml:2:37: generator.samples: \"0\" is not allowed; write a whole number"
                + " from 1 to 10000000",
            "profile.yaml:3:10: threads: \"4\" threads are more than the 2 cores; write at most 2",
            "profile.yaml:4:9: memory: \"4\" has no unit; write \"4 MiB\" or \"4 KiB\"",
            "mine.yaml:2:15: steps[1]: \"trim\" is not allowed here; allowed: fold, fuse, equalize, smooth-quant, prune, low-rank, quantize, round, correct-bias, search, convert, package");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          touchstone: 1       | x: 1               | s.yaml:1:1: a scenario needs the key "touchstone", which is missing
          name: board         | name: ../x         | s.yaml:2:7: name: "../x" cannot be a name; write 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit
          model: {reference: reference.onnx} | model: reference.onnx | s.yaml:3:8: model: a model is a mapping of keys to values, found "reference.onnx"; its keys: reference, deployed
          evaluation.yaml     | absent.yaml        | s.yaml:5:26: data.evaluation.manifest: the data manifest "absent.yaml" does not exist; it was looked for at absent.yaml; names are relative to the file that holds them
          , samples: 50       | ``                 | s.yaml:6:16: data.calibration: calibration needs the key "samples", which is missing
          samples: 50         | samples: 0         | s.yaml:6:54: data.calibration.samples: "0" is not allowed; write a whole number of at least 1
          [int8-static]       | []                 | s.yaml:7:10: recipes: the list is empty; name at least one, such as int8-static
          [int8-static]       | [{name: a, model: a.onnx}] | s.yaml:7:28: recipes[0].model: the model "a.onnx" does not exist; it was looked for at a.onnx; names are relative to the file that holds them
          [int8-static]       | [{model: reference.onnx}]  | s.yaml:7:11: recipes[0]: a recipe needs the key "name", which is missing
          [int8-static]       | [{name: a}]        | s.yaml:7:11: recipes[0]: a recipe has exactly one of steps, file and model, found none of them; write {name: NAME, steps: [...]}, {file: recipe.yaml} or {name: NAME, model: model.onnx}
          [int8-static]       | [int8-static, int8-static] | s.yaml:7:24: recipes[1]: the recipe name "int8-static" is taken by line 7; names must be unique, whatever the case of their letters
          [int8-static]       | int8-static        | s.yaml:7:10: recipes: found "int8-static" where a list belongs; write [a, b]
          """)
  void aPartThatCannotBeIsALocatedProblem(String good, String bad, String message) {
    assertThat(folder.problems(GOOD.replace(good, bad))).contains(message);
  }

  @Test
  void staticQuantizationNeedsCalibrationDataAndDynamicDoesNot() {
    String bare = "touchstone: 1\nname: x\nmodel: {reference: reference.onnx}\nrecipes:\n";
    String message =
        ": static quantization in \"%s\" needs calibration data, and the scenario names none; add"
            + " data: {calibration: {manifest: FILE, samples: 300}}";

    assertThat(folder.problems(bare + "  - int8-dynamic\n")).isEmpty();
    assertThat(
            folder.problems(
                bare
                    + "  - int8-static\n"
                    + "  - {name: mine, steps: [{quantize: {scheme: static}}]}\n"))
        .containsExactly(
            "s.yaml:5:5: recipes[0]" + message.formatted("int8-static"),
            "s.yaml:6:5: recipes[1]" + message.formatted("mine"));
  }

  @Test
  void aProfileThatIsNeitherBundledNorAFileIsShownWithTheNearest() {
    assertThat(folder.problems(GOOD + "profile: raspbery-pi-5\n"))
        .containsExactly(
            "s.yaml:8:10: profile: \"raspbery-pi-5\" is neither a bundled profile nor a YAML file;"
                + " bundled: this-machine, ci-2-core, raspberry-pi-4, raspberry-pi-5,"
                + " jetson-orin-nano, x86-avx2, x86-vnni; did you mean"
                + " \"raspberry-pi-5\"?");
  }

  @Test
  void aStoredTextIsReadWithoutItsFiles() {
    String text =
        GOOD.replace("reference.onnx", "gone.onnx")
            + "profile: gone.yaml\nload: [{offline: {batch: 4}}]\n"
            + "requirements:\n  - {metric: quality.top1, at-least: 90 %}\n"
            + "  - {metric: quality.f1, for-each: lamp, at-least: 90 %}\n";

    StoredQuestion question = ScenarioReader.readStored(text, "runs/1/scenario.yaml");

    assertThat(question.name()).isEqualTo("board");
    assertThat(question.load()).isEqualTo(List.of(new LoadPattern.Offline(4)));
    assertThat(question.requirements())
        .extracting(r -> r.location() + " " + r)
        .containsExactly(
            "runs/1/scenario.yaml:11:5 quality.top1 at least 90.00 %",
            "runs/1/scenario.yaml:12:5 quality.f1 for each lamp at least 90.00 %");
    assertThatThrownBy(() -> ScenarioReader.readStored("name: x\ntouchstone: 3\n", "r.yaml"))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith("r.yaml:2:13: touchstone: \"3\" is no format");
  }

  @Test
  void aScenarioThatIsNotThereIsAProblem() {
    Path nowhere = temporary.resolve("nowhere.yaml");

    assertThatThrownBy(() -> ScenarioReader.read(nowhere, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith(nowhere + ":1:1: there is no such file");
  }
}
