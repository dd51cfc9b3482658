package dev.touchstone.recipes.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The inputs that the fuzzer starts from are the sample models and the hostile ones; they lie as
 * files because the fuzzer wants files. {@code TOUCHSTONE_WRITE_SEEDS=1} writes them anew.
 */
class SeedCorpusTest {

  private static final Path FOLDER =
      Path.of(
          "src/test/resources/dev/touchstone/recipes/onnx/ModelReaderFuzzTestInputs/readsOrRefuses");

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    SampleModels.all().forEach((name, model) -> seeds.put("model-" + name, model.toByteArray()));
    HostileModels.all().forEach((name, model) -> seeds.put("hostile-" + name, model));
    return seeds;
  }

  @Test
  void isWhatTheCodeMakes() throws IOException {
    for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
      Path file = FOLDER.resolve(seed.getKey());
      if (System.getenv("TOUCHSTONE_WRITE_SEEDS") != null) {
        Files.createDirectories(FOLDER);
        Files.write(file, seed.getValue());
      }
      assertThat(file).hasBinaryContent(seed.getValue());
    }
  }

  @Test
  void startsFromModelsThatCanBeRead() {
    SampleModels.all()
        .forEach(
            (name, model) -> {
              if (!name.equals("external")) {
                ModelProto read = OnnxModel.parse(model.toByteArray(), Path.of(".")).proto();
                assertThat(read).as(name).isEqualTo(model);
              }
            });
  }
}
