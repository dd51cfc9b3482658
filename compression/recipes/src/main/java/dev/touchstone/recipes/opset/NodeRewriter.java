package dev.touchstone.recipes.opset;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.List;
import java.util.Optional;

/** Rewrites single nodes to their form in opset 13. */
final class NodeRewriter {

  private final Graph graph;
  private final ValueTypes types;
  private final long from;

  NodeRewriter(Graph graph, ValueTypes types, long from) {
    this.graph = graph;
    this.types = types;
    this.from = from;
  }

  void rewrite(Node node) {
    if (!node.domain().isEmpty()) {
      return;
    }
    switch (node.type()) {
      case "Squeeze", "Unsqueeze", "ReduceSum" -> integersToInput(node, "axes", 1);
      case "Split" -> integersToInput(node, "split", 1);
      case "Softmax", "LogSoftmax", "Hardmax" -> softmax(node);
      case "Dropout" -> node.without("ratio").without("is_test");
      case "Scatter" -> node.setType("ScatterElements");
      case "Clip" -> clip(node);
      case "Pad" -> pad(node);
      case "Slice" -> slice(node);
      case "TopK" -> topK(node);
      case "Upsample" -> upsample(node);
      case "Resize" -> resize(node);
      case "BatchNormalization" -> node.without("spatial");
      default -> {
        // the same in opset 13
      }
    }
  }

  private void integersToInput(Node node, String attribute, int input) {
    Optional<long[]> values = node.integers(attribute);
    if (values.isPresent()) {
      node.setInput(input, integers(attribute, values.get())).without(attribute);
    }
  }

  private String integers(String what, long... values) {
    String name = graph.freshName("opset13." + what);
    graph.put(Constant.integers(name, OnnxType.INT64, new long[] {values.length}, values));
    return name;
  }

  private String real(String what, float value) {
    String name = graph.freshName("opset13." + what);
    graph.put(Constant.scalar(name, value));
    return name;
  }

  /**
   * Before, the input was a matrix split at the axis (1 if not told) and the rows summed to 1; now
   * it is one axis. They agree on the last axis; elsewhere the matrix is made by hand.
   */
  private void softmax(Node node) {
    long axis = node.integer("axis", 1);
    int rank = types.of(node.input(0)).map(t -> t.shape().size()).orElse(0);
    long counted = axis < 0 ? axis + rank : axis;
    node.with("axis", -1L);
    if (counted == rank - 1) {
      return;
    }
    String in = node.input(0);
    String out = node.output(0);
    String shape = graph.freshName(out + ".shape");
    String matrix = graph.freshName(out + ".matrix");
    String rows = graph.freshName(out + ".rows");
    graph.add(Node.of("Shape", "", List.of(in), List.of(shape)));
    graph.add(Node.of("Flatten", "", List.of(in), List.of(matrix)).with("axis", counted));
    graph.add(Node.of("Reshape", "", List.of(rows, shape), List.of(out)));
    node.setInput(0, matrix).setOutput(0, rows);
  }

  private void clip(Node node) {
    if (from < 11) {
      boundToInput(node, "min", 1);
      boundToInput(node, "max", 2);
    }
  }

  private void boundToInput(Node node, String attribute, int input) {
    if (node.attribute(attribute).isPresent()) {
      node.setInput(input, real(attribute, node.real(attribute, 0))).without(attribute);
    }
  }

  private void pad(Node node) {
    if (from < 11) {
      integersToInput(node, "pads", 1);
      if (node.attribute("value").isPresent()) {
        node.setInput(2, real("value", node.real("value", 0))).without("value");
      }
    }
  }

  private void slice(Node node) {
    if (from < 10) {
      integersToInput(node, "starts", 1);
      integersToInput(node, "ends", 2);
      integersToInput(node, "axes", 3);
    }
  }

  private void topK(Node node) {
    if (from < 10) {
      node.setInput(1, integers("k", node.integer("k", 1))).without("k");
    }
  }

  /** Upsample took pixel i from place i / scale, rounded down, or between places: asymmetric. */
  private void upsample(Node node) {
    Optional<float[]> scales = node.reals("scales");
    String scalesInput = node.input(1);
    if (scales.isPresent()) {
      scalesInput = graph.freshName("opset13.scales");
      graph.put(Constant.floats(scalesInput, new long[] {scales.get().length}, scales.get()));
      node.without("scales");
    }
    node.setType("Resize").setInput(2, scalesInput).setInput(1, "");
    asymmetric(node);
  }

  private void resize(Node node) {
    if (from < 11) {
      String scales = node.input(1);
      node.setInput(2, scales).setInput(1, "");
      asymmetric(node);
    }
  }

  private static void asymmetric(Node node) {
    node.with("coordinate_transformation_mode", "asymmetric").with("nearest_mode", "floor");
  }
}
