package dev.touchstone.runner.process;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A chain of matrix products, every weight of which is used in each inference: 4 MiB a product.
 *
 * @param file the ONNX file
 */
record WeightyModel(Path file) {

  static final long BYTES_OF_A_LAYER = 4 << 20;

  private static final int WIDTH = 1024;

  /** With the weights within the ONNX file. */
  static WeightyModel inside(Path folder, String name, int layers) {
    return write(folder, name, layers, false);
  }

  /** With the weights in one file beside it, which the runtime maps. */
  static WeightyModel outside(Path folder, String name, int layers) {
    return write(folder, name, layers, true);
  }

  private static WeightyModel write(Path folder, String name, int layers, boolean outside) {
    OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("weighty");
    ByteBuffer weights =
        ByteBuffer.allocate(Math.toIntExact(layers * BYTES_OF_A_LAYER))
            .order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(layers);
    while (weights.hasRemaining()) {
      weights.putFloat((float) (random.nextGaussian() / 32));
    }
    String last = "x";
    for (int i = 0; i < layers; i++) {
      OnnxMl.TensorProto.Builder weight =
          OnnxMl.TensorProto.newBuilder()
              .setName("w" + i)
              .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
              .addDims(WIDTH)
              .addDims(WIDTH);
      long offset = i * BYTES_OF_A_LAYER;
      if (outside) {
        weight
            .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", name + ".bin"))
            .addExternalData(entry("offset", "" + offset))
            .addExternalData(entry("length", "" + BYTES_OF_A_LAYER));
      } else {
        weight.setRawData(
            ByteString.copyFrom(weights.array(), (int) offset, (int) BYTES_OF_A_LAYER));
      }
      graph.addInitializer(weight).addNode(node("MatMul", "m" + i, last, "w" + i));
      graph.addNode(node("Relu", "r" + i, "m" + i));
      last = "r" + i;
    }
    graph.addNode(node("Abs", "y", last)).addInput(value("x")).addOutput(value("y"));
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    try {
      if (outside) {
        Files.write(folder.resolve(name + ".bin"), weights.array());
      }
      return new WeightyModel(Files.write(folder.resolve(name + ".onnx"), model.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OnnxMl.NodeProto node(String operator, String output, String... inputs) {
    OnnxMl.NodeProto.Builder node =
        OnnxMl.NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.build();
  }

  private static OnnxMl.StringStringEntryProto entry(String key, String value) {
    return OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static OnnxMl.ValueInfoProto value(String name) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(1))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(WIDTH))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
        .build();
  }
}
