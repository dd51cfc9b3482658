package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Initializers that hold NaN: no step could give a meaningful range, error or fold of them. A lone
 * number may be NaN, since a graph may compare with it; infinity is left alone, since masks have
 * it.
 */
final class Weights {

  private Weights() {}

  static void requireNumbers(ModelProto model) {
    requireNumbers(model.getGraph());
  }

  private static void requireNumbers(GraphProto graph) {
    graph.getInitializerList().forEach(Weights::requireNumbers);
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          requireNumbers(attribute.getG());
        }
        attribute.getGraphsList().forEach(Weights::requireNumbers);
      }
    }
  }

  private static void requireNumbers(TensorProto tensor) {
    OnnxType type = OnnxType.of(tensor.getDataType());
    if (!type.isReal()) {
      return;
    }
    long found = tensor.getRawData().isEmpty() ? inFields(tensor, type) : inBytes(tensor, type);
    if (found >= 0 && Soundness.elements(tensor) > 1) {
      throw new UnusableModelException(
          "initializer \"%s\" holds NaN at element %d; weights have to be numbers"
              .formatted(tensor.getName(), found));
    }
  }

  private static long inBytes(TensorProto tensor, OnnxType type) {
    // slice: the bytes may be part of a larger array, and indices count from its start
    ByteBuffer in =
        tensor.getRawData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    int width = type.bits() / 8;
    for (int i = 0; i < in.limit() / width; i++) {
      boolean isNan =
          switch (type) {
            case FLOAT -> (in.getInt(i * 4) & 0x7FFF_FFFF) > 0x7F80_0000;
            case DOUBLE -> Double.isNaN(in.getDouble(i * 8));
            default -> isNan(in.getShort(i * 2), type);
          };
      if (isNan) {
        return i;
      }
    }
    return -1;
  }

  private static long inFields(TensorProto tensor, OnnxType type) {
    int count =
        switch (type) {
          case FLOAT -> tensor.getFloatDataCount();
          case DOUBLE -> tensor.getDoubleDataCount();
          default -> tensor.getInt32DataCount();
        };
    for (int i = 0; i < count; i++) {
      boolean isNan =
          switch (type) {
            case FLOAT -> Float.isNaN(tensor.getFloatData(i));
            case DOUBLE -> Double.isNaN(tensor.getDoubleData(i));
            default -> isNan((short) tensor.getInt32Data(i), type);
          };
      if (isNan) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNan(short bits, OnnxType type) {
    int infinity = type == OnnxType.FLOAT16 ? 0x7C00 : 0x7F80;
    return (bits & 0x7FFF) > infinity;
  }
}
