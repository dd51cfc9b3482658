package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.function.UnaryOperator;

/** The same change to every tensor of a model, in its subgraphs and functions too. */
final class TensorMap {

  private final UnaryOperator<TensorProto> change;
  private final boolean everywhere;

  private TensorMap(UnaryOperator<TensorProto> change, boolean everywhere) {
    this.change = change;
    this.everywhere = everywhere;
  }

  /** Changes every tensor: initializers, sparse ones, and those in attributes. */
  static ModelProto of(ModelProto model, UnaryOperator<TensorProto> change) {
    return new TensorMap(change, true).model(model);
  }

  /**
   * Changes initializers and the values of {@code Constant} nodes, which are all that ONNX Runtime
   * reads from another file.
   */
  static ModelProto ofWeights(ModelProto model, UnaryOperator<TensorProto> change) {
    return new TensorMap(change, false).model(model);
  }

  private ModelProto model(ModelProto model) {
    ModelProto.Builder result = model.toBuilder().setGraph(graph(model.getGraph()));
    for (int f = 0; everywhere && f < model.getFunctionsCount(); f++) {
      FunctionProto.Builder function = model.getFunctions(f).toBuilder();
      for (int n = 0; n < function.getNodeCount(); n++) {
        function.setNode(n, node(function.getNode(n)));
      }
      result.setFunctions(f, function);
    }
    return result.build();
  }

  private GraphProto graph(GraphProto graph) {
    GraphProto.Builder result = graph.toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      result.setInitializer(i, change.apply(graph.getInitializer(i)));
    }
    for (int i = 0; everywhere && i < graph.getSparseInitializerCount(); i++) {
      result.setSparseInitializer(i, sparse(graph.getSparseInitializer(i)));
    }
    for (int n = 0; n < graph.getNodeCount(); n++) {
      NodeProto node = graph.getNode(n);
      if (holdsAny(node)) {
        result.setNode(n, node(node));
      }
    }
    return result.build();
  }

  private static boolean holdsAny(NodeProto node) {
    return node.getAttributeList().stream()
        .anyMatch(
            a ->
                a.hasG()
                    || a.getGraphsCount() > 0
                    || a.hasT()
                    || a.getTensorsCount() > 0
                    || a.hasSparseTensor()
                    || a.getSparseTensorsCount() > 0);
  }

  private NodeProto node(NodeProto node) {
    boolean tensors = everywhere || node.getOpType().equals("Constant");
    NodeProto.Builder result = node.toBuilder();
    for (int a = 0; a < node.getAttributeCount(); a++) {
      result.setAttribute(a, attribute(node.getAttribute(a), tensors));
    }
    return result.build();
  }

  private AttributeProto attribute(AttributeProto attribute, boolean tensors) {
    AttributeProto.Builder result = attribute.toBuilder();
    if (attribute.hasG()) {
      result.setG(graph(attribute.getG()));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      result.setGraphs(i, graph(attribute.getGraphs(i)));
    }
    if (tensors && attribute.hasT()) {
      result.setT(change.apply(attribute.getT()));
    }
    for (int i = 0; everywhere && i < attribute.getTensorsCount(); i++) {
      result.setTensors(i, change.apply(attribute.getTensors(i)));
    }
    if (everywhere && attribute.hasSparseTensor()) {
      result.setSparseTensor(sparse(attribute.getSparseTensor()));
    }
    for (int i = 0; everywhere && i < attribute.getSparseTensorsCount(); i++) {
      result.setSparseTensors(i, sparse(attribute.getSparseTensors(i)));
    }
    return result.build();
  }

  private SparseTensorProto sparse(SparseTensorProto sparse) {
    return sparse.toBuilder()
        .setValues(change.apply(sparse.getValues()))
        .setIndices(change.apply(sparse.getIndices()))
        .build();
  }
}
