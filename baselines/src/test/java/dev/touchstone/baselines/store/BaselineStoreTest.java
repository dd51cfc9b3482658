package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.PATH;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.scenarios.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineStoreTest {

  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  @TempDir private Path temporary = Path.of("");

  @Test
  void isEmptyBeforeTheFirstPromotionAndWritesNothing() {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));

    assertThat(store.list().baselines()).isEmpty();
    assertThat(store.find("kws", "pi", Baseline.DEPLOYED)).isEmpty();
    assertThat(temporary.resolve("store")).doesNotExist();
  }

  @Test
  void keepsTheModelItselfAndNotOnlyItsNumbers() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path model = model("int8.onnx", "weights");
    store.promote(wish(model, Outcome.PASS, ""));
    Files.delete(model);

    StoredBaseline kept = store.find("kws, spotting", "pi/4", Baseline.DEPLOYED).orElseThrow();

    assertThat(kept.model()).hasContent("weights");
    assertThat(kept)
        .returns("kws, spotting", StoredBaseline::scenario)
        .returns("pi/4", StoredBaseline::profile)
        .returns("int8-static", StoredBaseline::arm)
        .returns("run-1", StoredBaseline::runId)
        .returns(Outcome.PASS, StoredBaseline::outcome)
        .returns(NOW, StoredBaseline::since)
        .returns(Map.of("recipe", "name: x\n"), StoredBaseline::lineage);
    assertThat(kept.attachments()).singleElement(as(PATH)).hasContent("# int8-static");
    assertThat(store.list().baselines()).containsExactly(kept);
  }

  @Test
  void keepsExternalDataBesideTheModel() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path weights = model("weights.bin", "0123");

    StoredBaseline kept =
        store.promote(wish(model("int8.onnx", "graph"), Outcome.PASS, "", List.of(weights)));

    assertThat(kept.model().resolveSibling("weights.bin")).hasContent("0123");
  }

  @Test
  void keepsAModelOnceUnderWhateverNameItComes() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    store.promote(wish(model("fp32.onnx", "weights"), Outcome.PASS, ""));

    StoredBaseline again = store.promote(wish(model("app.onnx", "weights"), Outcome.PASS, ""));

    assertThat(again.model()).hasFileName("fp32.onnx").hasContent("weights");
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void keepsTheFoldersOfExternalData() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path model = model("int8.onnx", "graph");
    Path below = Files.createDirectory(model.resolveSibling("data"));
    Path weights = Files.writeString(below.resolve("weights.bin"), "0123");

    StoredBaseline kept = store.promote(wish(model, Outcome.PASS, "", List.of(weights)));

    assertThat(kept.model().resolveSibling("data").resolve("weights.bin")).hasContent("0123");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "INCONCLUSIVE", "INVALID"})
  void refusesWhatDidNotPassUnlessAReasonIsStated(Outcome outcome) throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path model = model("int8.onnx", "weights");

    assertThatThrownBy(() -> store.promote(wish(model, outcome, " ")))
        .isInstanceOf(RefusedPromotionException.class)
        .hasMessageContaining("\"int8-static\" is " + outcome)
        .hasMessageContaining("--because");
    assertThat(store.list().baselines()).isEmpty();

    assertThat(store.promote(wish(model, outcome, "hotfix")).because()).isEqualTo("hotfix");
  }

  @Test
  void namesAModelThatWasChanged() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    StoredBaseline kept = store.promote(wish(model("int8.onnx", "weights"), Outcome.PASS, ""));
    Files.writeString(kept.model(), "others");

    assertThatThrownBy(() -> store.find("kws, spotting", "pi/4", Baseline.DEPLOYED))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("int8.onnx: was changed after it was written");
  }

  @Test
  void healsADamagedModelThatIsPromotedAgain() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path model = model("int8.onnx", "weights");
    StoredBaseline kept = store.promote(wish(model, Outcome.PASS, ""));
    Files.writeString(kept.model(), "others");

    assertThat(store.promote(wish(model, Outcome.PASS, "")).model()).hasContent("weights");
  }

  @Test
  void namesAModelThatIsMissing() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    StoredBaseline kept = store.promote(wish(model("int8.onnx", "weights"), Outcome.PASS, ""));
    Files.delete(kept.model());
    Files.delete(kept.model().resolveSibling("CHECKSUMS.sha256"));
    Files.delete(kept.model().resolveSibling(""));

    assertThat(store.list().baselines()).isEmpty();
    assertThat(store.list().damaged())
        .singleElement()
        .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
        .contains("is missing, but", "baseline.csv names it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the board is on its way"})
  void refusesWhatWasMeasuredOnAnEmulatedBoardWhateverTheReason(String because) throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Promotion wish = wish(model("m.onnx", "weights"), Outcome.PASS, because);
    Promotion emulated =
        new Promotion(
            wish.scenario(),
            "raspberry-pi-4",
            wish.role(),
            wish.arm(),
            wish.externalData(),
            new Origin(
                "run-1",
                Outcome.PASS,
                Optional.of("it is aarch64, this machine is amd64"),
                List.of()),
            wish.signature(),
            Map.of(),
            Optional.empty());

    assertThatThrownBy(() -> store.promote(emulated))
        .isInstanceOf(RefusedPromotionException.class)
        .hasMessage(
            "\"int8-static\" was measured on an emulated raspberry-pi-4 (it is aarch64, this"
                + " machine is amd64); no reason makes that a baseline of raspberry-pi-4: run the"
                + " scenario there, or with a profile of the machine at hand, such as --profile"
                + " this-machine");
    assertThat(store.list().baselines()).isEmpty();
  }

  @Test
  void refusesAFileAsAStore() throws IOException {
    Path file = model("store", "x");

    assertThatThrownBy(() -> BaselineStore.open(file))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(file + ": is no folder, so it cannot be a store");
  }

  private Path model(String name, String content) throws IOException {
    return Files.writeString(temporary.resolve(name), content);
  }

  private static Promotion wish(Path model, Outcome outcome, String because) {
    return wish(model, outcome, because, List.of());
  }

  private static Promotion wish(
      Path model, Outcome outcome, String because, List<Path> externalData) {
    Arm arm =
        new Arm("int8-static", ArmRole.CANDIDATE, model, "cafe", 7, Map.of("recipe", "name: x\n"));
    return new Promotion(
        "kws, spotting",
        "pi/4",
        Role.DEPLOYED,
        arm,
        externalData,
        Origin.clean("run-1", outcome),
        new Signature(NOW, "somebody", because),
        Map.of("card.md", "# int8-static\n"),
        Optional.empty());
  }
}
