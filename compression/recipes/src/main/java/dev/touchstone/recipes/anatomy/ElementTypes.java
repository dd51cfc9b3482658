package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Element types of tensors by the rules of the operators (ONNX, docs/Operators.md), for a model
 * that cannot be run: most operators give what they are given.
 */
final class ElementTypes {

  private static final Set<String> COMPARE =
      Set.of(
          "Equal",
          "Less",
          "LessOrEqual",
          "Greater",
          "GreaterOrEqual",
          "Not",
          "And",
          "Or",
          "Xor",
          "IsNaN",
          "IsInf");
  private static final Set<String> COUNT =
      Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression");

  private ElementTypes() {}

  /**
   * Adds the types that follow from those that are known.
   *
   * @param sorted a graph whose nodes are in an order in which they can run
   * @param known types by tensor; those of all nodes' outputs are added where they can be told
   */
  static void complete(Graph sorted, Map<String, OnnxType> known) {
    for (Node node : sorted.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.output(i);
        if (!output.isEmpty() && !known.containsKey(output)) {
          type(sorted, node, i, known).ifPresent(t -> known.put(output, t));
        }
      }
    }
  }

  private static Optional<OnnxType> type(
      Graph graph, Node node, int output, Map<String, OnnxType> known) {
    String type = node.type();
    if (COMPARE.contains(type)) {
      return Optional.of(OnnxType.BOOL);
    }
    if (COUNT.contains(type) || (type.equals("TopK") && output == 1)) {
      return Optional.of(OnnxType.INT64);
    }
    return switch (type) {
      case "Constant" -> graph.constant(node.output(0)).map(c -> c.type());
      case "Cast" -> code(node.integer("to", 0));
      case "ConstantOfShape" ->
          node.attribute("value")
              .map(AttributeProto::getT)
              .map(t -> OnnxType.of(t.getDataType()))
              .or(() -> Optional.of(OnnxType.FLOAT));
      case "QuantizeLinear" ->
          Optional.ofNullable(known.get(node.input(2))).or(() -> Optional.of(OnnxType.UINT8));
      case "DequantizeLinear", "Where", "MatMulIntegerToFloat" ->
          Optional.ofNullable(known.get(node.input(1)));
      case "DynamicQuantizeLinear" -> Optional.of(output == 1 ? OnnxType.FLOAT : OnnxType.UINT8);
      case "MatMulInteger", "ConvInteger" -> Optional.of(OnnxType.INT32);
      case "If", "Loop", "Scan" -> declared(node, output);
      default -> Optional.ofNullable(known.get(node.input(0)));
    };
  }

  private static Optional<OnnxType> code(long code) {
    return List.of(OnnxType.values()).stream().filter(t -> t.code() == code).findFirst();
  }

  /** A branch declares its outputs; the body of a loop has the condition before them. */
  private static Optional<OnnxType> declared(Node node, int output) {
    List<GraphProto> graphs = node.subgraphs();
    int index = node.is("Loop") ? output + 1 : output;
    return graphs.isEmpty() || index >= graphs.get(0).getOutputCount()
        ? Optional.empty()
        : code(graphs.get(0).getOutput(index).getType().getTensorType().getElemType());
  }
}
