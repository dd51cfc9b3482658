package dev.touchstone.recipes;

import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.data.Tensor;
import dev.touchstone.scenarios.quality.Labels;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** The labelled data of the material, read here so that recipes can be tested on their own. */
public final class RealData {

  /** Inputs of a fixed shape, and what is right for each. */
  public record Labelled(Dataset samples, List<Integer> labels) {}

  private RealData() {}

  /** Keyword spotting: features as signed bytes; of ten samples three are for calibration. */
  public static Labelled keywords(String split) {
    byte[] bytes = read(Material.path("data/kws01/features_int8_1000x490.bin"));
    List<String> lines = lines(Material.path("data/kws01/labels.csv"));
    List<float[]> samples = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells[3].equals(split)) {
        int index = Integer.parseInt(cells[0]);
        float[] features = new float[490];
        for (int i = 0; i < 490; i++) {
          features[i] = (bytes[index * 490 + i] - 83) * (float) 0.5847029089927673;
        }
        samples.add(features);
        labels.add(Integer.parseInt(cells[1]));
      }
    }
    return new Labelled(new Arrays(samples, 49, 10, 1), labels);
  }

  /** Patches of printed circuit boards, the first so many of a part. */
  public static Labelled boards(String part, int count) {
    byte[] images = idx("data/deeppcb/patches-" + part + "-images-idx3-ubyte.gz", 16);
    byte[] labels = idx("data/deeppcb/patches-" + part + "-labels-idx1-ubyte.gz", 8);
    int n = Math.min(count, labels.length);
    List<float[]> samples = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      float[] pixels = new float[64 * 64];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = ((images[s * pixels.length + i] & 0xFF) / 255f - 0.5f) / 0.5f;
      }
      samples.add(pixels);
      right.add((int) labels[s]);
    }
    return new Labelled(new Arrays(samples, 1, 64, 64), right);
  }

  /** Normal numbers without labels. */
  public static Labelled madeUp(int count, long... shape) {
    Random random = new Random(count);
    int size = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      samples.add(values);
    }
    return new Labelled(new Arrays(samples, shape), List.of());
  }

  private static byte[] idx(String file, int header) {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(Material.path(file))))) {
      in.skipNBytes(header);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Float samples in memory. */
  public record Arrays(List<float[]> values, List<Long> shape) implements Dataset {

    Arrays(List<float[]> values, long... shape) {
      this(values, java.util.Arrays.stream(shape).boxed().toList());
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public List<String> inputNames() {
      return List.of("");
    }

    @Override
    public Sample sample(int index) {
      float[] sample = values.get(index);
      ByteBuffer bytes = ByteBuffer.allocate(sample.length * 4).order(ByteOrder.nativeOrder());
      bytes.asFloatBuffer().put(sample);
      long[] dims = shape.stream().mapToLong(d -> d).toArray();
      return new Sample(List.of(new Tensor(ElementType.FLOAT32, dims, bytes)));
    }

    @Override
    public Optional<Labels> labels() {
      return Optional.empty();
    }

    @Override
    public Map<String, List<String>> slices() {
      return Map.of();
    }

    @Override
    public String fingerprint() {
      int hash = 7;
      for (float[] sample : values) {
        hash = 31 * hash + java.util.Arrays.hashCode(sample);
      }
      return "%064x".formatted(hash);
    }
  }
}
