package dev.touchstone.recipes.packaging;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.SharedWeights;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.scenarios.Packaging;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackagingTest {

  @TempDir Path folder;

  private static OnnxModel model(String head) {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 2, 40)), List.of());
    random(graph, "backbone", 40, 64);
    graph.add(Node.of("MatMul", "body", List.of("x", "backbone"), List.of("h")));
    graph.add(Node.of("Relu", "relu", List.of("h"), List.of("r")));
    random(graph, head, 64, 16);
    graph.add(Node.of("MatMul", "head", List.of("r", head), List.of("y")));
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 17);
  }

  private Candidate compress(Step... steps) {
    Path reference = folder.resolve("reference.onnx");
    model("head").write(reference);
    return new Compressor(folder.resolve("cache"), "test")
        .compress(
            reference,
            new Recipe("packaged", List.of(steps)),
            Optional.empty(),
            Set.of(),
            Progress.NONE);
  }

  @Test
  void putsWeightsIntoOneAlignedFileThatTheRuntimeMaps() throws IOException {
    Candidate made = compress(new Packaging.External(256), new Step.Fold());
    List<Path> files = ModelFiles.of(made.file()).files();
    assertThat(files)
        .extracting(f -> f.getFileName().toString())
        .containsExactly("model.onnx", "model.onnx.data");
    assertThat(Files.size(files.get(1))).isEqualTo(40 * 64 * 4 + 64 * 16 * 4);
    assertThat(made.bytes()).isEqualTo(Files.size(files.get(0)) + Files.size(files.get(1)));
    Session.requireLoads(made.file());
    OnnxModel back = OnnxModel.read(made.file());
    ModelInputs samples = ModelInputs.random(back, 2, 1).orElseThrow();
    assertThat(
            SignalToNoise.between(
                model("head"), Optimization.NONE, back, Optimization.NONE, samples))
        .isInfinite();
    assertThat(compress(new Packaging.External(256), new Step.Fold()).cached()).isTrue();
  }

  @Test
  void namesTheWeightsOfACopyAfterTheCopy() {
    Candidate made = compress(new Packaging.External(4096));
    for (String name : List.of("one.onnx", "two.onnx")) {
      Path copy = folder.resolve("out").resolve(name);
      ModelFiles.of(made.file()).copyTo(copy);
      assertThat(ModelFiles.of(copy).files().get(1)).hasFileName(name + ".data").exists();
      Session.requireLoads(copy);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesTheRuntimesOwnFormat(Packaging.Optimization optimization) {
    Candidate made = compress(new Step.Fold(), new Packaging.OrtFormat(optimization));
    assertThat(made.file()).hasFileName("model.ort");
    assertThat(made.file().resolveSibling("model.onnx")).doesNotExist();
    Session.requireLoads(made.file());
    assertThat(ModelFiles.of(made.file()).sha256()).isEqualTo(made.sha256());
    assertThat(compress(new Step.Fold(), new Packaging.OrtFormat(optimization)).cached()).isTrue();
    assertThatThrownBy(() -> OnnxModel.read(made.file()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("is in ONNX Runtime's own format; name the ONNX model");
  }

  @Test
  void sharesTheWeightsOfABackboneAmongSeveralHeads() throws IOException {
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    models.put("defects.onnx", model("defects"));
    Graph renamed = model("grades").graph();
    Constant backbone = renamed.initializer("backbone").orElseThrow();
    renamed.put(backbone.renamed("encoder"));
    renamed.redirect("backbone", "encoder");
    renamed.removeInitializer("backbone");
    models.put("grades.onnx", model("grades").with(renamed));

    SharedWeights shared = SharedWeights.write(models, folder.resolve("shared"), 64);

    assertThat(Files.size(shared.weights())).isEqualTo((40 * 64 + 2 * 64 * 16) * 4);
    assertThat(shared.bytesTogether()).isLessThan(shared.bytesApart());
    models.forEach(
        (name, model) -> {
          Path file = shared.models().getOrDefault(name, folder);
          Session.requireLoads(file);
          OnnxModel back = OnnxModel.read(file);
          ModelInputs samples = ModelInputs.random(back, 2, 1).orElseThrow();
          assertThat(
                  SignalToNoise.between(model, Optimization.NONE, back, Optimization.NONE, samples))
              .isInfinite();
        });
  }
}
