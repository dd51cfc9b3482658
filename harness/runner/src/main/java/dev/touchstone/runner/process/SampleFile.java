package dev.touchstone.runner.process;

import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes samples, preprocessed, in the form that workers read. */
public final class SampleFile {

  private SampleFile() {}

  /**
   * Writes consecutive samples; the file appears under its name only when it is complete.
   *
   * @param from index of the first sample
   * @param to index after the last one, above {@code from}
   * @throws IllegalArgumentException if the range is none, or a sample has another shape or type
   *     than the first
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Dataset data, int from, int to, Path file) {
    if (from < 0 || to <= from || to > data.size()) {
      throw new IllegalArgumentException("samples " + from + " to " + to + " of " + data.size());
    }
    List<TensorSpec> specs = specs(data.inputNames(), data.sample(from));
    try {
      Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "samples-", ".tmp");
      try {
        try (TensorFile.Writer out = new TensorFile.Writer(part, specs)) {
          for (int i = from; i < to; i++) {
            Sample sample = data.sample(i);
            requireAlike(specs, specs(data.inputNames(), sample), i);
            out.write(sample.inputs().stream().map(Tensor::elements).toArray(ByteBuffer[]::new));
          }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing samples to " + file, e);
    }
  }

  private static void requireAlike(List<TensorSpec> first, List<TensorSpec> other, int index) {
    if (!first.equals(other)) {
      throw new IllegalArgumentException(
          "sample " + index + " has " + other + " where the first one has " + first);
    }
  }

  private static List<TensorSpec> specs(List<String> names, Sample sample) {
    List<TensorSpec> specs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Tensor tensor = sample.inputs().get(i);
      specs.add(
          new TensorSpec(
              names.get(i), type(tensor.type()), Arrays.stream(tensor.shape()).boxed().toList()));
    }
    return specs;
  }

  private static TensorType type(ElementType type) {
    return switch (type) {
      case FLOAT32 -> TensorType.FLOAT32;
      case FLOAT64 -> TensorType.FLOAT64;
      case INT8 -> TensorType.INT8;
      case UINT8 -> TensorType.UINT8;
      case INT16 -> TensorType.INT16;
      case UINT16 -> TensorType.UINT16;
      case INT32 -> TensorType.INT32;
      case INT64 -> TensorType.INT64;
      case BOOL -> TensorType.BOOL;
    };
  }
}
