package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineNotesTest {

  private static final Instant STARTED = Runs.unchanged().build().provenance().started();

  @Test
  void tellThatWhatShipsIsStaleOnceItIsOlderThanItShouldBe() {
    assertThat(notes(lineage(90, Map.of()))).isEmpty();
    assertThat(notes(lineage(120, Map.of())))
        .singleElement()
        .asString()
        .startsWith("The deployed model is stale: it ships since 120 days (more than 90).");
  }

  @Test
  void tellUnderWhichOtherConditionsItWasJudged() {
    assertThat(notes(lineage(1, Map.of("cpu.model", "Another one", "cpu.vendor", "x"))))
        .singleElement()
        .asString()
        .startsWith("The deployed model was judged under other conditions")
        .contains("cpu.model Another one → ")
        .contains("so the comparison holds; its stored numbers do not compare with these.");
  }

  @Test
  void callItStaleIfAnotherToolchainJudgedIt() {
    assertThat(notes(lineage(1, Map.of("runtime.version", "1.0"))))
        .singleElement()
        .asString()
        .startsWith("The deployed model is stale: it was judged with another toolchain")
        .contains("runtime.version 1.0 → ");
  }

  @Test
  void sayNothingIfNothingDiffersOrIfItComesFromAFile() {
    Map<String, String> same = Map.of("tool.version", tool());

    assertThat(notes(lineage(1, same))).isEmpty();
    assertThat(notes(Map.of())).isEmpty();
  }

  @Test
  void tellWhyTheConditionsAreNotKnown() {
    assertThat(notes(Map.of(BaselineNotes.CONTEXT_UNKNOWN, "x.csv: was changed")))
        .containsExactly(
            "Under which conditions the deployed model was judged is not known: x.csv: was"
                + " changed.");
  }

  @Test
  void standAmongTheNotesOfAVerdict() {
    Verdict verdict = Gate.judge(List.of(), with(lineage(120, Map.of())));

    assertThat(verdict.notes()).anyMatch(note -> note.startsWith("The deployed model is stale"));
  }

  private static String tool() {
    return Runs.unchanged().build().provenance().toolVersion();
  }

  private static Map<String, String> lineage(int days, Map<String, String> context) {
    Map<String, String> lineage = new LinkedHashMap<>();
    lineage.put(BaselineNotes.SINCE, STARTED.minusSeconds(days * 86_400L).toString());
    lineage.put(BaselineNotes.STALE_AFTER_DAYS, "90");
    lineage.put(BaselineNotes.CONTEXT, BaselineNotes.context(context));
    return lineage;
  }

  private static List<String> notes(Map<String, String> lineage) {
    return BaselineNotes.of(with(lineage));
  }

  /** A run whose deployed arm has that lineage. */
  private static RunResult with(Map<String, String> lineage) {
    RunResult run = Runs.unchanged().pairs(2, 0).build();
    List<Arm> arms = new ArrayList<>();
    for (Arm arm : run.arms()) {
      arms.add(
          arm.role() == ArmRole.DEPLOYED
              ? new Arm(arm.name(), arm.role(), arm.model(), arm.sha256(), arm.bytes(), lineage)
              : arm);
    }
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        arms,
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }
}
