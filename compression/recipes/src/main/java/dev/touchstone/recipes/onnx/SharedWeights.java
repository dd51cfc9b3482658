package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models that share a backbone, with one file of weights for all of them: each tensor lies in it
 * once, whichever models have it and under whatever name, since equal bytes are found by their
 * SHA-256.
 *
 * <pre>
 *   FOLDER/defects.onnx     FOLDER/grades.onnx
 *              \                 /
 *              FOLDER/weights.data
 * </pre>
 *
 * @param models the ONNX files by the names they were given
 * @param weights the file of weights
 * @param bytesApart of all models with their weights inside
 * @param bytesTogether of what was written
 */
public record SharedWeights(
    Map<String, Path> models, Path weights, long bytesApart, long bytesTogether) {

  private static final String DATA = "weights.data";

  /** Copies the map. */
  public SharedWeights {
    models = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(models));
  }

  /**
   * Writes models into a folder.
   *
   * @param models by the names of their files, such as {@code defects.onnx}
   * @param folder is created when needed; files of the same names are replaced
   * @param alignment of each tensor's offset in bytes, a power of two
   * @throws UncheckedIOException if a file cannot be written
   */
  public static SharedWeights write(Map<String, OnnxModel> models, Path folder, int alignment) {
    Path data = folder.resolve(DATA);
    Map<String, ModelProto> moved = new LinkedHashMap<>();
    ExternalData.writeAtomically(
        data,
        out -> {
          ExternalData.Sink sink =
              new ExternalData.Sink(out, data, OnnxModel.SMALLEST_EXTERNAL, alignment);
          models.forEach(
              (name, model) -> moved.put(name, ExternalData.moveOut(model.proto(), sink)));
        });
    Map<String, Path> written = new LinkedHashMap<>();
    moved.forEach(
        (name, proto) -> {
          Path file = folder.resolve(name);
          ExternalData.writeAtomically(file, proto::writeTo);
          written.put(name, file);
        });
    long apart = models.values().stream().mapToLong(OnnxModel::bytes).sum();
    long together = bytes(data);
    for (Path file : written.values()) {
      together += bytes(file);
    }
    return new SharedWeights(written, data, apart, together);
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
