package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that enters or leaves a graph.
 *
 * @param name unique in the graph
 * @param type of its elements
 * @param shape outermost dimension first; empty for a scalar and for an unknown rank
 */
public record GraphValue(String name, OnnxType type, List<Dimension> shape) {

  /** Copies the shape. */
  public GraphValue {
    shape = List.copyOf(shape);
  }

  /** A value of a shape that is known in full. */
  public static GraphValue of(String name, OnnxType type, long... shape) {
    List<Dimension> dimensions = new ArrayList<>();
    for (long size : shape) {
      dimensions.add(Dimension.of(size));
    }
    return new GraphValue(name, type, dimensions);
  }

  static GraphValue of(ValueInfoProto proto) {
    TypeProto.Tensor tensor = proto.getType().getTensorType();
    List<Dimension> dimensions = new ArrayList<>();
    for (TensorShapeProto.Dimension d : tensor.getShape().getDimList()) {
      dimensions.add(
          // some exporters write -1 for a size that is known at run time
          d.getDimValue() >= 0 && d.hasDimValue()
              ? Dimension.of(d.getDimValue())
              : Dimension.symbol(d.getDimParam()));
    }
    if (!proto.getType().hasTensorType()) {
      throw new UnusableModelException("\"" + proto.getName() + "\" is no tensor");
    }
    return new GraphValue(proto.getName(), OnnxType.of(tensor.getElemType()), dimensions);
  }

  ValueInfoProto toProto() {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (Dimension d : shape) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      d.size().ifPresentOrElse(dim::setDimValue, () -> dim.setDimParam(d.symbol()));
      dims.addDim(dim);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.code()).setShape(dims).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
