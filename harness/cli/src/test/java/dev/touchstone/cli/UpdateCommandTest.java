package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateCommandTest {

  private static final String STATIC = "[{fold: {}}, {quantize: {scheme: static}}]";
  private static final String SMALL = "{metric: size, at-most: 64 KiB}";

  /** One that no model of 9 weights and two nodes meets. */
  private static final String TOO_SMALL = "{metric: size, at-most: 100 B}";

  @TempDir private Path folder = Path.of("");
  private TinyTask task;

  @BeforeEach
  void makeTask() throws IOException {
    task = TinyTask.in(folder.resolve("task"));
  }

  private Answer update(String... more) {
    Object[] all = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {
          "update", task.scenario(), "--store", folder.resolve("store"), "--out", out()
        },
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return Answer.quickly(all);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private static String line(Answer answer, String candidate) {
    return answer
        .out()
        .lines()
        .filter(l -> l.strip().startsWith(candidate + " "))
        .findFirst()
        .orElse("")
        .strip()
        .replaceAll(" +", " ");
  }

  @Test
  void doesEverythingFirstAndNothingUntilAContentIsAnother() throws IOException {
    Answer dry = update("--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("tiny on this-machine: never judged yet");
    assertThat(folder.resolve("store")).doesNotExist();

    Answer first = update();
    assertThat(first.err()).contains("measuring takes about");
    assertThat(first.code()).isZero();
    assertThat(line(first, "made")).isEqualTo("made compress it was never judged here");
    assertThat(out().resolve("verdict.json")).exists();
    Files.delete(out().resolve("verdict.json"));

    Answer unchanged = update();
    assertThat(unchanged.out()).contains("nothing was changed since").contains("nothing is done");
    assertThat(line(unchanged, "made")).startsWith("made as before PASS in run ");
    assertThat(unchanged.code()).isZero();
    assertThat(unchanged.err()).isEmpty();
    assertThat(out().resolve("verdict.json")).doesNotExist();

    Answer again = update("--again", "--dry-run");
    assertThat(line(again, "made")).isEqualTo("made measure --again was asked for");

    for (String name : new String[] {"model.onnx", "evaluation.bin", "calibration.yaml"}) {
      Files.setLastModifiedTime(task.file(name), FileTime.from(Instant.now().plusSeconds(60)));
    }
    Files.writeString(
        task.file("evaluation.yaml"), Files.readString(task.file("evaluation.yaml")) + "# seen\n");
    assertThat(update().out()).contains("nothing is done");
  }

  @Test
  void beginsAgainNoEarlierThanWhatWasChangedDemands() throws IOException {
    update();

    task.scenario(STATIC, "{metric: size, at-most: 60 KiB}");
    Answer demanded = update();
    assertThat(line(demanded, "made")).isEqualTo("made judge the requirements changed");
    assertThat(line(demanded, "folded")).isEqualTo("folded judge the requirements changed");
    assertThat(demanded.out()).contains("≤ 60.0 KiB");
    assertThat(demanded.err()).doesNotContain("measuring").doesNotContain("compressing");
    assertThat(demanded.code()).isZero();

    task.scenario(
        "[{fold: {}}, {quantize: {scheme: static, calibration: mse}}]",
        "{metric: size, at-most: 60 KiB}");
    Answer made = update();
    assertThat(line(made, "made")).isEqualTo("made compress the recipe changed");
    assertThat(line(made, "folded")).startsWith("folded as before PASS");
    assertThat(made.err()).contains("compressing made").doesNotContain("folded");
    assertThat(made.code()).isZero();

    task.data("evaluation", 7);
    Answer evaluated = update();
    assertThat(line(evaluated, "made")).isEqualTo("made measure the evaluation data changed");
    assertThat(line(evaluated, "folded")).isEqualTo("folded measure the evaluation data changed");
    assertThat(evaluated.err()).contains("found made in the cache").doesNotContain("compressing");

    task.data("calibration", 8);
    Answer calibrated = update("--dry-run");
    assertThat(line(calibrated, "made")).isEqualTo("made compress the calibration data changed");
    assertThat(line(calibrated, "folded")).startsWith("folded as before PASS");

    task.model(2);
    Answer all = update();
    assertThat(line(all, "folded")).isEqualTo("folded compress the reference model changed");
    assertThat(line(all, "made"))
        .isEqualTo("made compress the reference model changed; the calibration data changed");
    assertThat(all.err()).contains("compressing made").contains("compressing folded");
    assertThat(update().out()).contains("nothing is done");
  }

  @Test
  void promotesOnceWhatPassedAndNeverWhatFailed() throws IOException {
    task.scenario(STATIC, TOO_SMALL);
    Answer none = update("--promote", "--candidate", "made");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("made did not pass; nothing is promoted");
    assertThat(deployed()).isEmpty();

    task.scenario(STATIC, SMALL);
    Answer passed = update("--promote", "--candidate", "made");
    assertThat(line(passed, "made")).isEqualTo("made judge the requirements changed");
    assertThat(passed.out()).contains("made is now the deployed model of tiny on this-machine");
    assertThat(deployed()).contains("made");

    Answer again = update("--promote");
    assertThat(again.out())
        .contains("nothing is done")
        .contains("the choice among these candidates was made before");
  }

  private String deployed() {
    return Answer.to("baseline", "list", "--store", folder.resolve("store"))
        .out()
        .lines()
        .filter(line -> line.contains(" deployed "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void measuresAgainWhatCannotBeJudgedFromTheCacheAnyMore() throws IOException {
    update();
    Path record = folder.resolve("store/updates/tiny/this-machine.csv");
    String run =
        Files.readString(record)
            .lines()
            .filter(l -> l.startsWith("candidate,made,run,"))
            .map(l -> l.substring(l.lastIndexOf(',') + 1))
            .findFirst()
            .orElseThrow();
    Files.writeString(record, Files.readString(record).replace(run, "20260101T000000000Z-gone"));
    assertThat(update().out()).contains("nothing is done");

    task.scenario(STATIC, "{metric: size, at-most: 50 KiB}");
    assertThat(line(update("--dry-run"), "made"))
        .isEqualTo(
            "made measure the requirements changed; the result of its last run is no longer in the"
                + " cache");
  }

  @Test
  void rejectsWhatCannotBeMeant() throws IOException {
    assertThat(update("--candidate", "made").err()).contains("says which one to --promote");
    Answer unknown = update("--promote", "--candidate", "mad");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--candidate: \"mad\" must be one of folded, made");

    Files.writeString(
        task.scenario(),
        Files.readString(task.scenario())
            .replace("{reference: model.onnx}", "{reference: model.onnx, deployed: model.onnx}"));
    assertThat(update("--promote").err()).contains("the scenario names its deployed model itself");
  }
}
