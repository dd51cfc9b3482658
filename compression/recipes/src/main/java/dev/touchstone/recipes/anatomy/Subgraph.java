package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Graphs as models of their own, with inputs of a known size. */
final class Subgraph {

  private Subgraph() {}

  /**
   * A model whose inputs all have a size.
   *
   * @param shapes of some inputs
   * @param assumed takes the names of inputs and sizes for which 1 was put
   * @throws UnusableModelException if a shape is given for what is no input, or does not fit
   */
  static OnnxModel sized(OnnxModel model, Map<String, List<Long>> shapes, List<String> assumed) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    Set<String> filled = new HashSet<>();
    graph.getInitializerList().forEach(t -> filled.add(t.getName()));
    Set<String> unused = new HashSet<>(shapes.keySet());
    for (int i = 0; i < graph.getInputCount(); i++) {
      ValueInfoProto input = graph.getInput(i);
      if (!filled.contains(input.getName()) && input.getType().hasTensorType()) {
        unused.remove(input.getName());
        Optional<List<Long>> given = Optional.ofNullable(shapes.get(input.getName()));
        graph.setInput(i, sized(input, given, assumed));
      }
    }
    if (!unused.isEmpty()) {
      throw new UnusableModelException(
          "the model has no input \""
              + unused.iterator().next()
              + "\"; its inputs are "
              + String.join(
                  ", ",
                  graph.getInputList().stream()
                      .map(ValueInfoProto::getName)
                      .filter(n -> !filled.contains(n))
                      .toList()));
    }
    return OnnxModel.of(model.proto().toBuilder().setGraph(graph).build());
  }

  private static ValueInfoProto sized(
      ValueInfoProto input, Optional<List<Long>> given, List<String> assumed) {
    TensorShapeProto shape = input.getType().getTensorType().getShape();
    int rank = shape.getDimCount();
    if (given.isPresent() && rank > 0 && given.get().size() != rank) {
      throw new UnusableModelException(
          "input \"%s\" is %s, which %s does not fit"
              .formatted(input.getName(), Port.of(input), given.get()));
    }
    TensorShapeProto.Builder fixed = TensorShapeProto.newBuilder();
    int dims = given.map(List::size).orElse(rank);
    for (int d = 0; d < dims; d++) {
      boolean stated =
          d < rank && shape.getDim(d).hasDimValue() && shape.getDim(d).getDimValue() > 0;
      long size = stated ? shape.getDim(d).getDimValue() : 1;
      if (given.isPresent()) {
        if (stated && given.get().get(d) != size) {
          throw new UnusableModelException(
              "input \"%s\" is %s, which %s does not fit"
                  .formatted(input.getName(), Port.of(input), given.get()));
        }
        size = given.get().get(d);
      } else if (!stated) {
        String symbol = d < rank ? shape.getDim(d).getDimParam() : "";
        assumed.add(
            symbol.isBlank()
                ? "dimension " + d + " of " + input.getName()
                : symbol + " of " + input.getName());
      }
      fixed.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor = input.getType().getTensorType().toBuilder();
    if (input.getType().getTensorType().hasShape() || given.isPresent()) {
      tensor.setShape(fixed);
    }
    return input.toBuilder().setType(TypeProto.newBuilder().setTensorType(tensor)).build();
  }

  /**
   * A graph that a node holds, with what it takes from the graph around as inputs or constants of
   * its own.
   */
  static OnnxModel of(OnnxModel around, Node node, GraphProto held, Extents extents) {
    GraphProto outer = around.proto().getGraph();
    Set<String> defined = new HashSet<>();
    held.getInputList().forEach(v -> defined.add(v.getName()));
    held.getInitializerList().forEach(t -> defined.add(t.getName()));
    for (NodeProto each : held.getNodeList()) {
      defined.addAll(each.getOutputList());
    }
    GraphProto.Builder graph = held.toBuilder();
    for (int i = 0; i < graph.getInputCount(); i++) {
      if (graph.getInput(i).getType().hasTensorType()) {
        graph.setInput(i, sized(graph.getInput(i), Optional.empty(), new ArrayList<>()));
      }
    }
    Set<String> read = read(held);
    for (String name : node.reads()) {
      if (read.contains(name) && defined.add(name)) {
        Optional<TensorProto> constant =
            outer.getInitializerList().stream().filter(t -> t.getName().equals(name)).findFirst();
        if (constant.isPresent()) {
          graph.addInitializer(constant.get());
        } else {
          extents.type(name).ifPresent(t -> graph.addInput(input(name, t, extents.of(name))));
        }
      }
    }
    ModelProto model = around.proto().toBuilder().setGraph(graph).build();
    return OnnxModel.of(model);
  }

  /** Every name that a graph, or a graph within it, reads. */
  private static Set<String> read(GraphProto graph) {
    Set<String> read = new HashSet<>();
    graph.getOutputList().forEach(o -> read.add(o.getName()));
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
      for (AttributeProto a : node.getAttributeList()) {
        if (a.hasG()) {
          read.addAll(read(a.getG()));
        }
        a.getGraphsList().forEach(g -> read.addAll(read(g)));
      }
    }
    return read;
  }

  /** An input of that size, or of an unknown rank. */
  private static ValueInfoProto input(String name, OnnxType type, Optional<Extent> extent) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.code());
    if (extent.isPresent()) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (long size : extent.get().dims()) {
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
      }
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
