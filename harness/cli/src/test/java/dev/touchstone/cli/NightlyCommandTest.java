package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.store.BaselineStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real workers and a model of one operator; two fork pairs and nothing to decide by them. */
class NightlyCommandTest {

  @TempDir Path folder;

  private Path scenarios;

  @BeforeEach
  void makesAFolderOfScenarios() throws IOException {
    scenarios = Files.createDirectories(folder.resolve("scenarios"));
    SmallModel.relu(scenarios.resolve("model.onnx"), 8);
    SmallModel.relu(scenarios.resolve("ready.onnx"), 8);
    scenario("a-passes", "1 MiB");
    Files.writeString(
        scenarios.resolve("b-broken.yaml"), "touchstone: 1\nname: broken\nmodel: 7\n");
    scenario("c-fails", "1 B");
    Files.writeString(scenarios.resolve("data.yaml"), "touchstone-data: 1\n");
  }

  private void scenario(String name, String limit) throws IOException {
    Files.writeString(
        scenarios.resolve(name + ".yaml"),
        """
        touchstone: 1
        name: %s
        model: {reference: model.onnx}
        profile: raspberry-pi-4
        recipes: [{name: ready, model: ready.onnx}]
        requirements: [{metric: size, at-most: %s}]
        """
            .formatted(name, limit));
  }

  private Answer nightly(Object... more) {
    Object[] all = new Object[more.length + 8];
    Object[] first = {
      "nightly",
      scenarios,
      "--out",
      folder.resolve("out"),
      "--store",
      folder.resolve("store"),
      "--night",
      "n1"
    };
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Answer.quickly(all);
  }

  @Test
  void runsEveryScenarioWhateverBecomesOfTheOthersAndGoesOnWhereItStopped() throws IOException {
    Answer answer = nightly();

    Path night = folder.resolve("out/n1");
    assertThat(answer.code()).as(answer.err()).isEqualTo(1);
    assertThat(answer.out())
        .contains("night n1", "✓ PASS", "a-passes.yaml on this-machine", "history PASS")
        .contains("✗ ERROR", "b-broken.yaml", "✗ FAIL", "c-fails.yaml on this-machine")
        .contains("size of ready")
        .doesNotContain("data.yaml");
    assertThat(Files.readString(night.resolve("index.html")))
        .contains("href=\"a-passes/", "href=\"c-fails/", "b-broken.yaml", "1 of 3 passed");
    assertThat(night.resolve("a-passes/history-ready-size.svg")).isRegularFile();
    assertThat(BaselineStore.open(folder.resolve("store")).runs("a-passes", "this-machine"))
        .hasSize(1);

    // As if the power had failed while the last line was written.
    Path journal = night.resolve("night.csv");
    List<String> lines = Files.readAllLines(journal);
    Files.writeString(
        journal, lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 9));
    Answer again = nightly();
    assertThat(again.err())
        .contains("night n1 goes on: 2 of 3 are done", "3 of 3: c-fails")
        .doesNotContain("a-passes on", "2 of 3: b-broken");
    assertThat(again.code()).isEqualTo(1);
    assertThat(Files.readAllLines(journal)).hasSize(3);

    assertThat(nightly().err()).contains("3 of 3 are done").doesNotContain("measuring takes");
  }

  @Test
  void refusesWhatIsNoNight() throws IOException {
    assertThat(nightly("--profiles", "this-machine,raspbery-pi-4").err())
        .contains("\"raspbery-pi-4\"", "raspberry-pi-4");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(Answer.to("nightly", empty).err()).contains("holds no scenario");
    assertThat(Answer.to("nightly", folder.resolve("nowhere")).code()).isEqualTo(2);
  }
}
