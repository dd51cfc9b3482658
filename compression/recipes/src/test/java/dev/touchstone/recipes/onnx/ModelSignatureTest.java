package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSignatureTest {

  private static final GraphValue IMAGE =
      new GraphValue(
          "image",
          OnnxType.FLOAT,
          List.of(Dimension.symbol("N"), Dimension.of(3), Dimension.of(64)));

  @TempDir Path folder;

  private static ModelSignature of(GraphValue... inputs) {
    return new ModelSignature(List.of(inputs));
  }

  @Test
  void isReadFromAFile() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxModel.of(Graph.empty("g", List.of(IMAGE), List.of(IMAGE)), 8, 17).write(file);

    assertThat(ModelSignature.of(file)).isEqualTo(of(IMAGE)).hasToString("FLOAT [N, 3, 64]");
  }

  @Test
  void isNotReadFromWhatIsNoModel() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "this is no model");
    Path empty = Files.writeString(folder.resolve("empty.onnx"), "");

    assertThatThrownBy(() -> ModelSignature.of(text)).isInstanceOf(UnusableModelException.class);
    assertThatThrownBy(() -> ModelSignature.of(empty)).isInstanceOf(UnusableModelException.class);
  }

  @Test
  void agreesWhereverBothStateASize() {
    GraphValue fixed = GraphValue.of("x", OnnxType.FLOAT, 1, 3, 64);
    GraphValue larger = GraphValue.of("x", OnnxType.FLOAT, 1, 3, 96);
    GraphValue flat = GraphValue.of("x", OnnxType.FLOAT, 1, 192);
    GraphValue bytes = GraphValue.of("x", OnnxType.UINT8, 1, 3, 64);
    GraphValue unknown = GraphValue.of("x", OnnxType.FLOAT);

    assertThat(of(IMAGE).takesWhatIsTakenBy(of(fixed))).isTrue();
    assertThat(of(IMAGE).takesWhatIsTakenBy(of(unknown))).isTrue();
    assertThat(of(IMAGE).takesWhatIsTakenBy(of(larger))).isFalse();
    assertThat(of(IMAGE).takesWhatIsTakenBy(of(flat))).isFalse();
    assertThat(of(IMAGE).takesWhatIsTakenBy(of(bytes))).isFalse();
    assertThat(of(IMAGE).takesWhatIsTakenBy(of(fixed, fixed))).isFalse();
  }
}
