package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import java.util.Optional;

/** Values of {@code Constant} nodes, which have an attribute for each kind of value. */
final class Constants {

  private Constants() {}

  static Optional<Constant> valueOf(Node node) {
    String name = node.output(0);
    Optional<AttributeProto> tensor = node.attribute("value");
    if (tensor.isPresent()) {
      return Optional.of(Constant.of(tensor.get().getT()).renamed(name));
    }
    if (node.attribute("value_float").isPresent()) {
      return Optional.of(Constant.scalar(name, node.real("value_float", 0)));
    }
    if (node.attribute("value_int").isPresent()) {
      return Optional.of(
          Constant.integers(name, OnnxType.INT64, new long[0], node.integer("value_int", 0)));
    }
    Optional<float[]> reals = node.reals("value_floats");
    if (reals.isPresent()) {
      return reals.map(v -> Constant.floats(name, new long[] {v.length}, v));
    }
    return node.attribute("value_ints")
        .map(AttributeProto::getIntsList)
        .map(v -> integers(name, v));
  }

  private static Constant integers(String name, List<Long> values) {
    long[] numbers = values.stream().mapToLong(Long::longValue).toArray();
    return Constant.integers(name, OnnxType.INT64, new long[] {numbers.length}, numbers);
  }
}
