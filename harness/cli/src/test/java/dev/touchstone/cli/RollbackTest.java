package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Role;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model that ships, breaks, and is put back, with real workers; docs/baselines.md shows it. */
@Timeout(400)
class RollbackTest {

  @TempDir private Path home = Path.of("");

  private Path scenario = Path.of("");
  private Path shipped = Path.of("");

  @BeforeEach
  void lay() throws IOException {
    Path folder = Files.createDirectory(home.resolve("scenario"));
    SmallScenario.in(folder);
    shipped = Files.copy(SmallScenario.model(folder), folder.resolve("app.onnx"));
    scenario =
        Files.writeString(
            folder.resolve("shipped.yaml"),
            """
            touchstone: 1
            name: shipped
            model: {reference: surface-defects.onnx}
            data:
              evaluation: {manifest: evaluation.yaml}
            profile: this-machine
            recipes: [{name: app, model: app.onnx}]
            requirements:
              - {metric: quality.top1, at-least: 60 %}
            """);
  }

  @Test
  void putsBackWhatPassed() throws Exception {
    assertThat(run()).isEqualTo(ExitCode.PASS.number());
    assertThat(baseline("promote", home.resolve("out")).code()).isZero();

    blank(shipped);
    assertThat(run()).isEqualTo(ExitCode.FAIL.number());
    Answer refused = baseline("promote", home.resolve("out"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("\"app\" is FAIL in this run; only PASS is promoted");
    assertThat(baseline("promote", home.resolve("out"), "--because", "the fair is today").code())
        .isZero();

    Answer rollback =
        baseline("rollback", "shipped", "--because", "finds no defects", "--out", shipped);

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.out())
        .contains("app is the deployed model of shipped on this-machine again")
        .contains("undone: app, baseline ")
        .contains("(FAIL)", "because the fair is today");
    assertThat(run()).isEqualTo(ExitCode.PASS.number());

    BaselineStore store = BaselineStore.open(home.resolve("store"));
    assertThat(store.verify()).isEmpty();
    assertThat(store.runs("shipped", "this-machine"))
        .extracting(RunRecord::outcome)
        .extracting(Enum::name)
        .containsExactly("PASS", "FAIL", "PASS");
    assertThat(store.journal("shipped", "this-machine"))
        .extracting(act -> act.kind().key())
        .containsExactly("reference", "promote", "promote", "rollback");
    assertThat(store.find("shipped", "this-machine", Role.DEPLOYED).orElseThrow().model())
        .hasSameBinaryContentAs(shipped);
    assertThat(
            Answer.to("baseline", "diff", "shipped", "reference", "--store", home.resolve("store"))
                .out())
        .contains("the models are the same", "quality.top1");
  }

  private int run() throws Exception {
    Started run = Started.java(home, SmallRunMain.class, scenario, home.resolve("out"));
    int code = run.end();
    assertThat(run.said()).doesNotContain("was not");
    return code;
  }

  private Answer baseline(String act, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of("baseline", act));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--store", home.resolve("store")));
    return Answer.to(words.toArray());
  }

  /** The same model with every weight zero: it gives one answer whatever it is shown. */
  private static void blank(Path file) {
    OnnxModel model = OnnxModel.read(file);
    Graph graph = model.graph();
    for (Constant constant : List.copyOf(graph.initializers().values())) {
      if (constant.type() == OnnxType.FLOAT) {
        graph.put(constant.withFloats(new float[(int) constant.size()]));
      }
    }
    model.with(graph).write(file);
  }
}
