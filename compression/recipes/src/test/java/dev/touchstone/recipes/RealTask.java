package dev.touchstone.recipes;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.scenarios.quality.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A trained model of the material with the data that calibrates it and the data that it is judged
 * on.
 *
 * @param calibration labelled samples from the training part
 */
public record RealTask(Path model, Dataset calibration, Dataset evaluation) {

  /** Every task by the name of its model. */
  public static RealTask of(String name) {
    return switch (name) {
      case "deeppcb_resnet", "deeppcb_mobilenet" ->
          new RealTask(
              Material.path("models/deeppcb/" + name + ".onnx"),
              labelled(RealData.boards("train", 300), 7),
              labelled(RealData.boards("test", Integer.MAX_VALUE), 7));
      case "kws_ref_fp32_materialized" ->
          new RealTask(
              Material.path("models/mlperf-tiny/" + name + ".onnx"),
              labelled(RealData.keywords("calibration"), 12),
              labelled(RealData.keywords("evaluation"), 12));
      case "banking77_transformer" ->
          new RealTask(
              Material.path("models/banking77/" + name + ".onnx"),
              intents("train", 300),
              intents("test", Integer.MAX_VALUE));
      case "ai4i_mlp" ->
          new RealTask(
              Material.path("models/ai4i/" + name + ".onnx"),
              machines("train", 300),
              machines("test", Integer.MAX_VALUE));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Dataset labelled(RealData.Labelled data, int classes) {
    return new Labelled(
        data.samples().inputNames(),
        IntStream.range(0, data.samples().size()).mapToObj(data.samples()::sample).toList(),
        data.labels(),
        classes);
  }

  private static Dataset intents(String part, int most) {
    String folder = "data/banking77/tokens/" + part;
    Array ids = Array.read(Material.path(folder + "_ids_i32.npy"));
    Array mask = Array.read(Material.path(folder + "_mask_i32.npy"));
    Array labels = Array.read(Material.path(folder + "_labels_i32.npy"));
    List<Sample> samples = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int i = 0; i < Math.min(most, labels.count()); i++) {
      samples.add(new Sample(List.of(ids.longs(i), mask.longs(i))));
      right.add(labels.values().getInt(4 * i));
    }
    return new Labelled(List.of("input_ids", "attention_mask"), samples, right, 77);
  }

  private static Dataset machines(String part, int most) {
    String folder = "data/ai4i2020/arrays/" + part;
    Array features = Array.read(Material.path(folder + "_x_f32.npy"));
    Array labels = Array.read(Material.path(folder + "_labels_i32.npy"));
    List<Sample> samples = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int i = 0; i < Math.min(most, labels.count()); i++) {
      samples.add(new Sample(List.of(features.floats(i))));
      right.add(labels.values().getInt(4 * i));
    }
    return new Labelled(List.of(""), samples, right, 2);
  }

  /** How many evaluation samples a model answers right. */
  public int right(Path file) {
    return IntStream.of(hits(file)).sum();
  }

  /** How many evaluation samples of a class a model answers right. */
  public int right(Path file, int label) {
    Labels.Classes labels = (Labels.Classes) evaluation.labels().orElseThrow();
    int[] hits = hits(file);
    return IntStream.range(0, hits.length)
        .filter(i -> labels.at(i) == label)
        .map(i -> hits[i])
        .sum();
  }

  private int[] hits(Path file) {
    Labels.Classes labels = (Labels.Classes) evaluation.labels().orElseThrow();
    OnnxModel model = OnnxModel.read(file);
    ModelInputs inputs = ModelInputs.of(model, evaluation, evaluation.size());
    int[] hits = new int[inputs.count()];
    try (Session session = new Session(model, Optimization.ALL)) {
      for (int i = 0; i < inputs.count(); i++) {
        FloatBuffer scores =
            session.run(inputs.get(i)).values().iterator().next().elements().asFloatBuffer();
        int best = 0;
        for (int c = 1; c < scores.limit(); c++) {
          best = scores.get(c) > scores.get(best) ? c : best;
        }
        hits[i] = best == labels.at(i) ? 1 : 0;
      }
    }
    return hits;
  }

  /** Samples in memory with a class for each. */
  public record Labelled(
      List<String> inputNames, List<Sample> samples, List<Integer> right, int classes)
      implements Dataset {

    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public Sample sample(int index) {
      return samples.get(index);
    }

    @Override
    public Optional<Labels> labels() {
      List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
      return Optional.of(
          new Labels.Classes(names, right.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Override
    public Map<String, List<String>> slices() {
      return Map.of();
    }

    @Override
    public String fingerprint() {
      int hash = right.hashCode();
      for (Sample sample : samples) {
        for (Tensor tensor : sample.inputs()) {
          hash = 31 * hash + tensor.elements().hashCode();
        }
      }
      return "%064x".formatted(hash);
    }
  }

  /** A little-endian array of 32-bit numbers in NumPy's format, version 1. */
  private record Array(List<Integer> shape, ByteBuffer values) {

    static Array read(Path file) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int header = all.getShort(8);
      String text = new String(bytes, 10, header, java.nio.charset.StandardCharsets.US_ASCII);
      String shape = text.substring(text.indexOf("'shape': (") + 10);
      List<Integer> dims = new ArrayList<>();
      for (String d : shape.substring(0, shape.indexOf(')')).split(",", -1)) {
        if (!d.isBlank()) {
          dims.add(Integer.parseInt(d.strip()));
        }
      }
      ByteBuffer values = all.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN);
      return new Array(dims, values);
    }

    int count() {
      return shape.get(0);
    }

    private int width() {
      return shape.get(1);
    }

    Tensor longs(int row) {
      ByteBuffer out = ByteBuffer.allocate(8 * width()).order(ByteOrder.nativeOrder());
      for (int i = 0; i < width(); i++) {
        out.putLong(values.getInt(4 * (row * width() + i)));
      }
      return new Tensor(ElementType.INT64, new long[] {width()}, out.rewind());
    }

    Tensor floats(int row) {
      ByteBuffer out = ByteBuffer.allocate(4 * width()).order(ByteOrder.nativeOrder());
      for (int i = 0; i < width(); i++) {
        out.putFloat(values.getFloat(4 * (row * width() + i)));
      }
      return new Tensor(ElementType.FLOAT32, new long[] {width()}, out.rewind());
    }
  }
}
