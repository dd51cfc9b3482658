package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A model of one product that tells which of three numbers is the largest, with samples, labels and
 * a scenario: all that a run needs, and no more.
 */
final class TinyTask {

  static final int SAMPLES = 90;

  private final Path folder;

  private TinyTask(Path folder) {
    this.folder = folder;
  }

  /** Writes everything below a folder. */
  static TinyTask in(Path folder) throws IOException {
    TinyTask task = new TinyTask(Files.createDirectories(folder));
    task.model(1);
    task.data("evaluation", 5);
    task.data("calibration", 6);
    task.scenario("[{fold: {}}, {quantize: {scheme: static}}]", "{metric: size, at-most: 64 KiB}");
    return task;
  }

  Path scenario() {
    return folder.resolve("tiny.yaml");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * The same answers with weights that are larger. They differ from folder to folder, so that no
   * candidate of another test, or of this one an hour ago, is found in the cache.
   */
  void model(int size) {
    float scale = size + (folder.toString().hashCode() & 0xffff) / 65536f;
    Graph graph =
        Graph.empty(
            "tiny",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 3)));
    float[] weights = {scale, 0, 0, 0, scale, 0, 0, 0, scale};
    graph.put(Constant.floats("w", new long[] {3, 3}, weights));
    graph.add(Node.of("MatMul", "product", List.of("x", "w"), List.of("p")));
    graph.add(Node.of("Softmax", "softmax", List.of("p"), List.of("y")));
    OnnxModel.of(graph, 8, 17).write(file("model.onnx"));
  }

  /** Samples in a file, their labels in another, and a manifest that names both. */
  void data(String name, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer samples =
        ByteBuffer.allocate(SAMPLES * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder labels = new StringBuilder("label,place\n");
    for (int i = 0; i < SAMPLES; i++) {
      int largest = 0;
      float[] values = new float[3];
      for (int j = 0; j < 3; j++) {
        values[j] = random.nextFloat();
        samples.putFloat(values[j]);
        largest = values[j] > values[largest] ? j : largest;
      }
      labels.append(largest).append(i % 2 == 0 ? ",in\n" : ",out\n");
    }
    Files.write(file(name + ".bin"), samples.array());
    Files.writeString(file(name + ".csv"), labels);
    Files.writeString(
        file(name + ".yaml"),
        """
        touchstone-data: 1
        name: %1$s
        inputs:
          - {file: %1$s.bin, format: raw, dtype: float32, shape: [%2$d, 3]}
        labels: {file: %1$s.csv, column: label}
        slices: {file: %1$s.csv, columns: [place]}
        """
            .formatted(name, SAMPLES));
  }

  /** Two candidates, of which one is made by the steps that are given. */
  void scenario(String steps, String requirement) throws IOException {
    Files.writeString(
        scenario(),
        """
        touchstone: 1
        name: tiny
        model: {reference: model.onnx}
        data:
          evaluation: {manifest: evaluation.yaml}
          calibration: {manifest: calibration.yaml, samples: 8}
        profile: this-machine
        recipes:
          - {name: folded, steps: [{fold: {}}]}
          - {name: made, steps: %s}
        requirements:
          - %s
        """
            .formatted(steps, requirement));
  }
}
