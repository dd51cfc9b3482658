package dev.touchstone.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.touchstone.recipes.CardContent.Making;
import dev.touchstone.recipes.CardJson.Identity;
import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeWriter;
import dev.touchstone.scenarios.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

  private static final Identity REFERENCE = new Identity("ab".repeat(32), 1234);
  private static final Identity CANDIDATE = new Identity("cd".repeat(32), 567);

  @TempDir private Path folder = Path.of("");

  private static OnnxModel model() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 2)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 2)));
    graph.put(Constant.floats("w", new long[] {2, 2}, 1, 2, 3, 4));
    graph.add(Node.of("MatMul", "product", List.of("x", "w"), List.of("y")));
    return OnnxModel.of(graph, 8, 17);
  }

  /** Of invented numbers: what a card looks like does not depend on what a CPU computes. */
  private static CardContent content() {
    Recipe recipe = new Recipe("folded", List.of(new Step.Fold()));
    Lineage lineage =
        new Lineage(
            REFERENCE.sha256(),
            REFERENCE.bytes(),
            RecipeWriter.yaml(recipe),
            Optional.of("ef".repeat(32)),
            20,
            Map.of("touchstone", "1.2.3", "onnxruntime", "4.5.6"),
            List.of(new StepRecord("fold", 9, 1, 1234, 567, Optional.of(48.25), "a | b")));
    Standing standing =
        new Standing(
            20,
            Standing.Source.CALIBRATION,
            OptionalDouble.of(61.5),
            0,
            2,
            OptionalDouble.of(0.125));
    Anatomy anatomy = Anatomy.of(model());
    return new CardContent(
        recipe.name(),
        Optional.of(new Making(recipe, lineage, standing, List.of("sensitivity.csv"))),
        Optional.of(new CardContent.Files(anatomy, anatomy)),
        Optional.of(Anatomy.asRun(model())),
        Optional.of(List.of(new LeftInFloat("product", "MatMul", 4, "left alone by the step"))));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = ModelCardTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private static Set<ValidationMessage> violations(String card) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(ModelCard.schema())
        .validate(card, InputFormat.JSON);
  }

  @Test
  void readsAsPromisedForPeopleAndForPrograms() throws IOException {
    ModelCard card = ModelCard.of(content(), REFERENCE, CANDIDATE);

    assertThat(card.markdown()).isEqualTo(golden("card.golden.md"));
    assertThat(card.json()).isEqualTo(golden("card.golden.json"));
  }

  @Test
  void keepsToItsSchemaAndTheSchemaIsNoEmptyPromise() {
    String card = ModelCard.of(content(), REFERENCE, CANDIDATE).json();

    assertThat(violations(card)).isEmpty();
    assertThat(violations(card.replace("\"version\" : 1", "\"version\" : 2"))).hasSize(1);
    assertThat(violations(card.replace(CANDIDATE.sha256(), "CD"))).hasSize(1);
    assertThat(violations(card.replace("\"why\"", "\"because\""))).hasSize(1);
    assertThat(violations(card.replace("\"tools\"", "\"tool\""))).hasSize(1);
  }

  @Test
  void saysOfAModelThatWasBroughtAlongThatItsMakingIsUnknown() throws IOException {
    Path reference = folder.resolve("reference.onnx");
    model().write(reference);
    Path copy = Files.copy(reference, folder.resolve("copy.onnx"));

    ModelCard card = ModelCard.ofUnknownMaking("copy", copy, reference);

    assertThat(violations(card.json())).isEmpty();
    assertThat(card.json()).contains("\"known\" : false").doesNotContain("standingCheck");
    assertThat(card.markdown())
        .contains("**How it was made is not known**, nor on what data; its maker may tell.")
        .contains("| MatMul | float32 | 1 | 1 | 4 |")
        .doesNotContain("## Recipe");
  }

  @Test
  void isThereEvenForAFileThatIsNoModel() throws IOException {
    Path reference = folder.resolve("reference.onnx");
    model().write(reference);
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");

    ModelCard card = ModelCard.ofUnknownMaking("broken", broken, reference);

    assertThat(violations(card.json())).isEmpty();
    assertThat(card.markdown())
        .contains("What it is made of is not told: one of the two is no ONNX file");
  }

  @Test
  void takesASectionInBeforeTheRecipeAndInPlaceOfAnOlderOne() {
    ModelCard card =
        ModelCard.of(content(), REFERENCE, CANDIDATE)
            .with(section("## Measured\n\nfirst\n", 1))
            .with(section("## Other\n\nstays\n", 2))
            .with(section("## Measured\n\nsecond\n", 3));

    assertThat(card.markdown())
        .doesNotContain("first")
        .containsSubsequence("## Steps", "## Other\n\nstays", "## Measured\n\nsecond\n\n## Recipe");
    assertThat(card.json()).containsOnlyOnce("\"n\"").contains("\"n\" : 3");
  }

  private static CardSection section(String markdown, int n) {
    return new CardSection("measured", JsonNodeFactory.instance.objectNode().put("n", n), markdown);
  }

  @Test
  void tellsTheHashOfACopyAndTheNamesOfItsAppendices() {
    Path copy = folder.resolve("copy.onnx");
    model().write(copy);

    ModelCard card =
        ModelCard.of(content(), REFERENCE, CANDIDATE)
            .ofCopy(copy)
            .renaming("sensitivity.csv", "copy.sensitivity.csv");

    assertThat(violations(card.json())).isEmpty();
    assertThat(card.json())
        .doesNotContain(CANDIDATE.sha256())
        .contains("[\n    \"copy.sensitivity.csv\"\n  ]");
    assertThat(card.markdown())
        .doesNotContain(CANDIDATE.sha256())
        .contains("](copy.sensitivity.csv)");
  }
}
