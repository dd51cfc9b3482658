package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells trained numbers from the other constants of a graph. */
final class Parameters {

  private final Graph graph;
  private final Set<TensorProto> seen;
  private final Map<String, Node> producers;
  private final Set<String> aside = new HashSet<>();
  private final Map<Node, Long> owned = new HashMap<>();
  private long total;

  private Parameters(Graph graph, Set<TensorProto> seen) {
    this.graph = graph;
    this.seen = seen;
    this.producers = graph.producers();
  }

  /**
   * Looks at the constants of one graph.
   *
   * @param seen those that were counted before, by identity; the new ones are added
   */
  static Parameters of(Graph graph, Set<TensorProto> seen) {
    Parameters parameters = new Parameters(graph, seen);
    graph.nodes().forEach(parameters::setAside);
    graph.nodes().forEach(parameters::own);
    return parameters;
  }

  /** What no training changes: statistics, and what quantization adds. */
  private void setAside(Node node) {
    switch (node.type()) {
      case "BatchNormalization" -> drop(node, 3, 4);
      case "QuantizeLinear", "DequantizeLinear" -> drop(node, 1, 2);
      case "QLinearConv" -> drop(node, 1, 2, 4, 5, 6, 7);
      case "QLinearMatMul", "QGemm" -> drop(node, 1, 2, 4, 5, 6, 7, 8);
      case "MatMulNBits" -> drop(node, 2, 3, 4);
      case "GatherBlockQuantized" -> drop(node, 2, 3);
      case "ConvInteger", "MatMulInteger" -> drop(node, 2, 3);
      case "MatMulIntegerToFloat" -> drop(node, 2, 3, 4, 5);
      case "DynamicQuantizeMatMul" -> drop(node, 2, 3);
      case "Resize", "Upsample", "Clip", "Pad", "Range", "OneHot" -> drop(node, 1, 2, 3);
      default -> {
        if (node.type().startsWith("QLinear")) {
          drop(node, 1, 2, 4, 5, 6, 7);
        }
      }
    }
  }

  private void drop(Node node, int... inputs) {
    for (int input : inputs) {
      aside.add(node.input(input));
    }
  }

  private void own(Node node) {
    long count = 0;
    if (node.is("Identity")) {
      owned.put(node, 0L); // a second name of a tensor: exporters store equal ones once
      return;
    }
    for (String name : node.inputs()) {
      Optional<Constant> held = named(name);
      if (held.isPresent()
          && isTrained(node, name, held.get())
          && aside.add(name)
          && seen.add(held.get().proto())) {
        count += unpacked(node, held.get());
      }
    }
    owned.put(node, count);
    total += count;
  }

  private Optional<Constant> named(String name) {
    Optional<Constant> held = graph.constant(name);
    Node from = producers.get(name);
    return held.isEmpty() && from != null && from.is("Identity")
        ? named(from.input(0)).map(c -> c.renamed(name))
        : held;
  }

  private boolean isTrained(Node node, String name, Constant held) {
    if (aside.contains(name)) {
      return false;
    }
    OnnxType type = held.type();
    boolean small =
        switch (type) {
          case INT8, UINT8, INT4, UINT4, INT16, UINT16, FLOAT8E4M3FN, FLOAT8E5M2 -> true;
          // a bias of quantized products
          case INT32 ->
              node.type().equals("DequantizeLinear")
                  || node.type().startsWith("QLinear")
                  || node.type().equals("QGemm");
          default -> false;
        };
    return type.isReal() || small;
  }

  /** 4-bit weights of MatMulNBits lie two to a byte of type UINT8. */
  private static long unpacked(Node node, Constant held) {
    return node.type().equals("MatMulNBits")
        ? node.integer("K", 0) * node.integer("N", 0)
        : held.size();
  }

  /** Trained numbers that this node is the first to read. */
  long of(Node node) {
    return owned.getOrDefault(node, 0L);
  }

  long total() {
    return total;
  }
}
