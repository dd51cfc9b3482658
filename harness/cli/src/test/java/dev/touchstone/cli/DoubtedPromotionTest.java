package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.BaselineNotes;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.baselines.store.Role;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candidates that passed, but not in a way that says anything of what would ship. */
class DoubtedPromotionTest {

  @TempDir private Path home = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          injected-work.int8   | 0.1  | injected-work.int8 0.1 was put in on purpose
          memory.swapped-pages | 4096 | 4096 pages were swapped, so resident memory may read too small
          """)
  void needAReason(String fact, String value, String message) throws IOException {
    Path out = result("run-1", Map.of(fact, value), Optional.empty());

    Answer refused = promote(out);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("\"int8\" passed, but", message, "--because");

    assertThat(promote(out, "--because", "a demonstration").code()).isZero();
  }

  @Test
  void needAReasonIfAnotherModelShipsThanTheOneTheyWereComparedWith() throws IOException {
    promote(result("run-1", Map.of(), Optional.empty()));
    String first = deployed();
    promote(result("run-2", Map.of(), Optional.of(first)));
    String second = deployed();

    Answer late = promote(result("run-3", Map.of(), Optional.of(first)));

    assertThat(late.code()).isEqualTo(2);
    assertThat(late.err())
        .contains("it was compared with the baseline " + first)
        .contains("(" + second + ") ships now");
    assertThat(promote(result("run-4", Map.of(), Optional.of(second))).code()).isZero();
  }

  @Test
  void areNotPromotedOverABaselineThatTheirAuthorDidNotSee() throws IOException {
    promote(result("run-1", Map.of(), Optional.empty()));
    Path out = result("run-2", Map.of(), Optional.of(deployed()));

    Answer refused = promote(out, "--replaces", "none");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("promoted \"int8\" (" + deployed() + ")")
        .contains("decided when nothing was deployed; look at it");
    assertThat(promote(out, "--replaces", deployed()).code()).isZero();
  }

  @Test
  void areRecordedWithTheirRun() throws IOException {
    promote(result("run-1", Map.of(), Optional.empty()));

    assertThat(BaselineStore.open(home.resolve("store")).runs("kws", "this-machine"))
        .singleElement()
        .satisfies(run -> assertThat(run.id()).isEqualTo("run-1"));
  }

  @Test
  void areListedAsStaleOnceAnotherVersionJudges() throws IOException {
    promote(result("run-1", Map.of(), Optional.empty()));

    Answer list = Answer.to("baseline", "list", "--store", home.resolve("store"));
    Answer show = Answer.to("baseline", "show", "kws", "--store", home.resolve("store"));

    assertThat(list.out()).contains("stale: judged by Touchstone 0");
    assertThat(show.out()).contains(", stale: judged by Touchstone 0");
  }

  private String deployed() {
    return BaselineStore.open(home.resolve("store"))
        .holder("kws", "this-machine", Role.DEPLOYED)
        .orElseThrow();
  }

  private Answer promote(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("baseline", "promote", out, "--store", home.resolve("store")));
    words.addAll(List.of(more));
    return Answer.to(words.toArray());
  }

  /** The output folder of a run that passed. */
  private Path result(String id, Map<String, String> facts, Optional<String> comparedWith)
      throws IOException {
    Path model = Files.writeString(home.resolve(id + ".onnx"), "no model, but a file: " + id);
    List<Arm> arms = new ArrayList<>();
    arms.add(arm(Arm.REFERENCE, ArmRole.REFERENCE, model, Map.of()));
    comparedWith.ifPresent(
        baseline ->
            arms.add(
                arm(Arm.DEPLOYED, ArmRole.DEPLOYED, model, Map.of(BaselineNotes.ID, baseline))));
    arms.add(arm("int8", ArmRole.CANDIDATE, model, Map.of()));
    RunResult run =
        new RunResult(
            id,
            new RunResult.Provenance("0", Instant.EPOCH, Instant.EPOCH),
            "kws",
            """
            touchstone: 1
            name: kws
            model: {reference: model.onnx}
            recipes: [int8-static]
            requirements: [{metric: size, at-most: 1 KiB}]
            """,
            "this-machine",
            1,
            new Environment(facts, List.of(), List.of()),
            arms,
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of());
    Path out = home.resolve(id);
    ResultFolder.write(run, out.resolve(StoredRun.FOLDER));
    return out;
  }

  private static Arm arm(String name, ArmRole role, Path model, Map<String, String> lineage) {
    return new Arm(
        name, role, model, Lineup.filesOf(model).sha256(), Lineup.filesOf(model).bytes(), lineage);
  }
}
