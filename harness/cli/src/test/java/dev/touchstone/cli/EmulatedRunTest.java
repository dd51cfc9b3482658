package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatedRunTest {

  @TempDir private Path folder = Path.of("");

  private Path store = Path.of("");

  @BeforeEach
  void open() {
    store = folder.resolve("store");
  }

  @Test
  void isNotPromotedForAnyReason() throws IOException {
    Path out = folder.resolve("out");
    ResultFolder.write(run("true"), out.resolve(StoredRun.FOLDER));

    Answer answer =
        Answer.to("baseline", "promote", out, "--because", "it is urgent", "--store", store);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("was measured on an emulated raspberry-pi-4 (it is aarch64")
        .contains("no reason makes that a baseline of raspberry-pi-4");
    assertThat(BaselineStore.open(store).list().baselines()).isEmpty();
  }

  @Test
  void isPromotedForAReasonOnceItRanOnTheBoard() throws IOException {
    Path out = folder.resolve("out");
    ResultFolder.write(run("false"), out.resolve(StoredRun.FOLDER));

    Answer answer =
        Answer.to("baseline", "promote", out, "--because", "first of all", "--store", store);

    assertThat(answer.code()).isZero();
    assertThat(BaselineStore.open(store).list().baselines()).hasSize(1);
  }

  @Test
  void leavesNoReferenceBehind() throws IOException {
    BaselineStore baselines = BaselineStore.open(store);

    Baselines.keepReference(baselines, verdict("true"));
    assertThat(baselines.list().baselines()).isEmpty();

    Baselines.keepReference(baselines, verdict("false"));
    assertThat(baselines.list().baselines()).hasSize(1);
  }

  @Test
  void isJudgedAgainWithTheBudgetsThatItsProfileBrought() throws IOException {
    assertThat(StoredRun.requirements(run("false")))
        .extracting(Object::toString)
        .containsExactly("size at most 1.00 KiB", "memory.peak at most 1.00 GiB");
  }

  @Test
  void tellsWhereItsRequirementsStandWhenItIsJudgedAgain() throws IOException {
    assertThat(StoredRun.requirements(run("false")))
        .extracting(requirement -> requirement.location().toString())
        .containsExactly("gate/kws.yaml:5:16", "profiles/raspberry-pi-4.yaml:18:5");
  }

  private Verdict verdict(String emulated) throws IOException {
    return Gate.judge(List.of(), run(emulated));
  }

  private RunResult run(String emulated) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Environment.EMULATED, emulated);
    facts.put(Environment.EMULATED_BECAUSE, "it is aarch64, this machine is amd64");
    facts.put(Environment.SCENARIO_FILE, "gate/kws.yaml");
    facts.put(
        Environment.BUDGET + "memory.peak",
        "profiles/raspberry-pi-4.yaml:18:5: memory.peak at-most 1073741824 B");
    Path model = Files.writeString(folder.resolve("model.onnx"), "no model, but a file");
    return new RunResult(
        "run-1",
        new RunResult.Provenance("0", Instant.EPOCH, Instant.EPOCH),
        "kws",
        """
        touchstone: 1
        name: kws
        model: {reference: model.onnx}
        recipes: [int8-static]
        requirements: [{metric: size, at-most: 1 KiB}]
        """,
        "raspberry-pi-4",
        1,
        new Environment(facts, List.of(), List.of()),
        List.of(
            arm(Arm.REFERENCE, ArmRole.REFERENCE, model), arm("int8", ArmRole.CANDIDATE, model)),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of());
  }

  private static Arm arm(String name, ArmRole role, Path model) throws IOException {
    return new Arm(name, role, model, Lineup.filesOf(model).sha256(), Files.size(model), Map.of());
  }
}
