package dev.touchstone.recipes.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RecipeReader;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundled recipes without data on a trained transformer, whose floats get 2 800 of 3 080 right. */
class IntentsTest {

  private static final int TOKENS = 32;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: at most {1} bytes, at least {2} right")
  @CsvSource({
    "int4-weights, 1104116, 2791", // the peer's bytes; 0.3 points below the floats
    "int8-dynamic, 1689784, 2797",
  })
  void keepTheirAnswersInFewBytes(String recipe, long mostBytes, int leastRight) {
    Path model = Material.path("models/banking77/banking77_transformer.onnx");
    Candidate candidate =
        new Compressor(folder, "test")
            .compress(model, RecipeReader.read(recipe), Optional.empty(), Set.of(), Progress.NONE);
    assertThat(candidate.bytes()).isLessThanOrEqualTo(mostBytes);
    assertThat(right(candidate.file())).isGreaterThanOrEqualTo(leastRight);
  }

  private static int right(Path file) {
    IntBuffer ids = array("test_ids_i32");
    IntBuffer mask = array("test_mask_i32");
    IntBuffer labels = array("test_labels_i32");
    int right = 0;
    try (Session session = new Session(OnnxModel.read(file), Optimization.ALL)) {
      for (int i = 0; i < labels.limit(); i++) {
        Map<String, Tensor> inputs =
            Map.of("input_ids", tokens(ids, i), "attention_mask", tokens(mask, i));
        FloatBuffer scores =
            session.run(inputs).values().iterator().next().elements().asFloatBuffer();
        int best = 0;
        for (int c = 1; c < scores.limit(); c++) {
          best = scores.get(c) > scores.get(best) ? c : best;
        }
        right += best == labels.get(i) ? 1 : 0;
      }
    }
    return right;
  }

  private static Tensor tokens(IntBuffer all, int sample) {
    ByteBuffer row = ByteBuffer.allocate(TOKENS * 8).order(ByteOrder.nativeOrder());
    for (int t = 0; t < TOKENS; t++) {
      row.putLong(all.get(sample * TOKENS + t));
    }
    return new Tensor(ElementType.INT64, new long[] {1, TOKENS}, row.rewind());
  }

  /** The elements of a NumPy file of version 1. */
  private static IntBuffer array(String name) {
    try {
      byte[] bytes = Files.readAllBytes(Material.path("data/banking77/tokens/" + name + ".npy"));
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return in.position(10 + in.getShort(8)).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
