package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.PruneUnstructured;
import dev.touchstone.scenarios.PruneUnstructured.Pattern;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Sets small weights of Conv, ConvTranspose, Gemm and MatMul to zero. */
public final class UnstructuredPruning {

  /** A bias or a scale is no such weight. */
  private static final int LEAST_RANK = 2;

  private UnstructuredPruning() {}

  /**
   * What came out.
   *
   * @param notes how many weights are zero, and what that is worth
   */
  public record Result(OnnxModel model, List<String> notes) {

    /** Copies the notes. */
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /** A constant that layers multiply with, and the dimension along which they sum. */
  private record Weights(Constant constant, int inputs, String label) {}

  /** Prunes a model. */
  public static Result apply(OnnxModel model, PruneUnstructured step) {
    Graph graph = model.graph();
    List<String> notes = new ArrayList<>();
    List<Weights> weights = weights(graph, step.nodes());
    Map<String, float[]> pruned = new LinkedHashMap<>();
    weights.forEach(w -> pruned.put(w.constant().name(), w.constant().toFloats()));
    if (step.pattern() instanceof Pattern.FewOfMany few) {
      List<String> unfit = new ArrayList<>();
      for (Weights w : weights) {
        if (w.constant().shape()[w.inputs()] % few.of() == 0) {
          keepFew(pruned.getOrDefault(w.constant().name(), new float[0]), w, few);
        } else {
          unfit.add(w.label());
        }
      }
      if (!unfit.isEmpty()) {
        notes.add(
            "left alone: %s: not a multiple of %d inputs"
                .formatted(StructuredPruning.some(unfit), few.of()));
      }
    } else if (step.pattern() instanceof Pattern.AllTensors all) {
      zeroSmallest(new ArrayList<>(pruned.values()), all.sparsity());
    } else if (step.pattern() instanceof Pattern.EachTensor each) {
      pruned.values().forEach(v -> zeroSmallest(List.of(v), each.sparsity()));
    }
    for (Weights w : weights) {
      graph.put(w.constant().withFloats(pruned.getOrDefault(w.constant().name(), new float[0])));
    }
    OnnxModel result = model.with(graph);
    notes.add(0, worth(model, result, pruned));
    return new Result(result, notes);
  }

  private static List<Weights> weights(Graph graph, NodeFilter nodes) {
    Map<String, Weights> weights = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (ChannelLayout.has(node) && nodes.takes(node.name(), node.type())) {
        graph
            .initializer(node.input(1))
            .filter(c -> c.type().isReal() && c.shape().length >= LEAST_RANK)
            .ifPresent(
                c -> weights.putIfAbsent(c.name(), new Weights(c, inputs(node, c), node.label())));
      }
    }
    return List.copyOf(weights.values());
  }

  private static int inputs(Node node, Constant weights) {
    return switch (node.type()) {
      case "Conv" -> 1;
      case "ConvTranspose" -> 0;
      case "Gemm" -> node.integer("transB", 0) == 0 ? 0 : 1;
      default -> weights.shape().length - 2;
    };
  }

  /** Of each few neighbors along the inputs the largest stay; of equal ones the first. */
  private static void keepFew(float[] values, Weights weights, Pattern.FewOfMany few) {
    long[] shape = weights.constant().shape();
    int stride = (int) Arrays.stream(shape).skip(weights.inputs() + 1L).reduce(1, (a, b) -> a * b);
    int size = (int) shape[weights.inputs()];
    for (int first = 0; first < values.length; first++) {
      boolean begins = first / stride % size % few.of() == 0;
      if (begins) {
        int start = first;
        int[] order =
            IntStream.range(0, few.of())
                .map(k -> start + k * stride)
                .boxed()
                .sorted((a, b) -> Float.compare(Math.abs(values[b]), Math.abs(values[a])))
                .mapToInt(i -> i)
                .toArray();
        for (int k = few.kept(); k < order.length; k++) {
          values[order[k]] = 0;
        }
      }
    }
  }

  /** Exactly the share, rounded down; of weights that are equally small the first go. */
  private static void zeroSmallest(List<float[]> tensors, double share) {
    long count = tensors.stream().mapToLong(v -> v.length).sum();
    float[] sizes = new float[Math.toIntExact(count)];
    int at = 0;
    for (float[] values : tensors) {
      for (float value : values) {
        sizes[at++] = Math.abs(value);
      }
    }
    int zeros = (int) Math.floor(sizes.length * share + 1e-9);
    if (zeros == 0) {
      return;
    }
    Arrays.sort(sizes);
    float largest = sizes[zeros - 1];
    int below = 0;
    while (below < zeros && sizes[below] < largest) {
      below++;
    }
    int ties = zeros - below;
    for (float[] values : tensors) {
      for (int i = 0; i < values.length; i++) {
        float size = Math.abs(values[i]);
        if (size < largest || (size == largest && ties-- > 0)) {
          values[i] = 0;
        }
      }
    }
  }

  private static String worth(OnnxModel before, OnnxModel after, Map<String, float[]> pruned) {
    long zeros = 0;
    long all = 0;
    for (float[] values : pruned.values()) {
      all += values.length;
      for (float value : values) {
        zeros += value == 0 ? 1 : 0;
      }
    }
    return String.format(
        Locale.ROOT,
        "%d of %d weights are zero; the file stays at %d bytes (gzip %d, before %d), and dense"
            + " kernels take as long as before: zeros pay only where files are stored compressed or"
            + " kernels skip them",
        zeros,
        all,
        after.bytes(),
        zipped(after),
        zipped(before));
  }

  /** Bytes that the model would take in a gzip file. */
  private static long zipped(OnnxModel model) {
    long[] count = {0};
    OutputStream counter =
        new OutputStream() {
          @Override
          public void write(int b) {
            count[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            count[0] += length;
          }
        };
    try (GZIPOutputStream zip = new GZIPOutputStream(counter)) {
      model.proto().writeTo(zip);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress a model in memory", e);
    }
    return count[0];
  }
}
