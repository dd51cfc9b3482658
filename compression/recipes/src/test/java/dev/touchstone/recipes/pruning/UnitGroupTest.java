package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups against a literal search for what can be made smaller together. */
class UnitGroupTest {

  /** Small networks; the last tensor is {@code y}, the first {@code x} of 3 channels. */
  enum Network {
    CHAIN {
      @Override
      void build(Graph g) {
        conv(g, "x", "a", 4, 3);
        g.add(Node.of("Relu", "relu", List.of("a"), List.of("r")));
        conv(g, "r", "b", 5, 4);
        conv(g, "b", "y", 3, 5);
      }
    },
    RESIDUAL {
      @Override
      void build(Graph g) {
        conv(g, "x", "a", 4, 3);
        conv(g, "a", "b", 5, 4);
        conv(g, "b", "c", 4, 5);
        g.add(Node.of("Add", "add", List.of("a", "c"), List.of("s")));
        conv(g, "s", "y", 3, 4);
      }
    },
    CONCATENATION {
      @Override
      void build(Graph g) {
        conv(g, "x", "a", 4, 3);
        conv(g, "x", "b", 5, 3);
        g.add(Node.of("Concat", "cat", List.of("a", "b"), List.of("c")).with("axis", 1));
        conv(g, "c", "y", 3, 9);
      }
    },
    NORMALIZED {
      @Override
      void build(Graph g) {
        conv(g, "x", "a", 4, 3);
        for (String p : List.of("scale", "shift", "mean", "var")) {
          random(g, p, 4);
        }
        g.add(
            Node.of(
                "BatchNormalization",
                "bn",
                List.of("a", "scale", "shift", "mean", "var"),
                List.of("n")));
        conv(g, "n", "y", 3, 4);
      }
    },
    CLASSIFIER {
      @Override
      void build(Graph g) {
        conv(g, "x", "a", 4, 3);
        g.add(Node.of("GlobalAveragePool", "pool", List.of("a"), List.of("p")));
        g.add(Node.of("Flatten", "flat", List.of("p"), List.of("f")));
        random(g, "w1", 4, 6);
        random(g, "b1", 6);
        g.add(Node.of("Gemm", "hidden", List.of("f", "w1", "b1"), List.of("h")));
        random(g, "w2", 3, 6);
        g.add(Node.of("Gemm", "last", List.of("h", "w2"), List.of("y")).with("transB", 1));
      }
    };

    abstract void build(Graph g);

    static void conv(Graph g, String in, String out, int channels, int inputs) {
      random(g, "w_" + out, channels, inputs, 1, 1);
      g.add(Node.of("Conv", "conv_" + out, List.of(in, "w_" + out), List.of(out)));
    }

    OnnxModel model() {
      Graph g =
          Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 2, 2)), List.of());
      g.addOutput("y");
      build(g);
      return OnnxModel.of(g, 8, 13);
    }
  }

  private static Set<Set<TensorAxis>> found(OnnxModel model) {
    Graph graph = model.graph();
    return UnitGroup.find(CouplingRules.of(model)).stream()
        .filter(g -> g.reason().isEmpty())
        .map(
            g ->
                g.places().keySet().stream()
                    .filter(a -> graph.initializer(a.tensor()).isPresent())
                    .collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }

  /** The smallest sets of dimensions of weights that can lose their last index together. */
  private static Set<Set<TensorAxis>> searched(OnnxModel model) {
    List<TensorAxis> axes = new ArrayList<>();
    Graph graph = model.graph();
    for (String name : graph.initializerNames()) {
      long[] shape = graph.initializer(name).orElseThrow().shape();
      IntStream.range(0, shape.length)
          .filter(d -> shape[d] > 1)
          .forEach(d -> axes.add(new TensorAxis(name, d)));
    }
    ModelInputs inputs = ModelInputs.random(model, 1, 1).orElseThrow();
    Set<Set<TensorAxis>> valid = new HashSet<>();
    for (int bits = 1; bits < 1 << axes.size(); bits++) {
      Set<TensorAxis> chosen = new HashSet<>();
      for (int i = 0; i < axes.size(); i++) {
        if ((bits >> i & 1) == 1) {
          chosen.add(axes.get(i));
        }
      }
      if (valid.stream().noneMatch(chosen::containsAll) && runs(model, chosen, inputs)) {
        valid.removeIf(larger -> larger.containsAll(chosen));
        valid.add(chosen);
      }
    }
    return valid;
  }

  private static boolean runs(OnnxModel model, Set<TensorAxis> shorter, ModelInputs inputs) {
    Graph graph = model.graph();
    for (TensorAxis axis : shorter) {
      Constant constant = graph.initializer(axis.tensor()).orElseThrow();
      int size = (int) constant.shape()[axis.axis()];
      int[] kept = IntStream.range(0, size - 1).toArray();
      graph.put(Surgery.slice(constant, axis.axis(), kept));
    }
    try (Session session = new Session(model.with(graph), Optimization.NONE);
        Session before = new Session(model, Optimization.NONE)) {
      long[] shape = session.run(inputs.get(0)).values().iterator().next().shape();
      long[] same = before.run(inputs.get(0)).values().iterator().next().shape();
      return Arrays.equals(shape, same);
    } catch (UnusableModelException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void holdsWhatASearchFindsThatCanOnlyShrinkTogether(Network network) {
    OnnxModel model = network.model();
    assertThat(found(model)).isEqualTo(searched(model));
  }
}
