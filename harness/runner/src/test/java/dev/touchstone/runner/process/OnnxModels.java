package dev.touchstone.runner.process;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes models of one operator. */
final class OnnxModels {

  private OnnxModels() {}

  /** Relu from {@code x} to {@code y}, both {@code [N, 4]}. */
  static Path relu(Path file) {
    return oneNode("Relu", file);
  }

  /** A model whose only output is a new tensor of so many float zeros. */
  static Path zeros(long count, Path file) {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("zeros")
            .addNode(node("ConstantOfShape", "count", "zeros"))
            .addNode(node("Relu", "zeros", "relu"))
            .addNode(node("ReduceSum", "relu", "sum"))
            .addNode(
                OnnxMl.NodeProto.newBuilder()
                    .setOpType("Add")
                    .addInput("x")
                    .addInput("sum")
                    .addOutput("y"))
            .addInitializer(
                OnnxMl.TensorProto.newBuilder()
                    .setName("count")
                    .setDataType(7)
                    .addDims(1)
                    .addInt64Data(count))
            .addInput(value("x"))
            .addOutput(value("y"))
            .build();
    return write(graph, file);
  }

  /** Relu of one input with so many floats. */
  static Path wide(long floats, Path file) {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("wide")
            .addNode(node("Relu", "x", "y"))
            .addInput(vector("x", floats))
            .addOutput(vector("y", floats))
            .build();
    return write(graph, file);
  }

  private static OnnxMl.NodeProto node(String operator, String input, String output) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(operator)
        .addInput(input)
        .addOutput(output)
        .build();
  }

  /** A model of one operator, which the runtime may know or not. */
  static Path oneNode(String operator, Path file) {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("one")
            .addNode(node(operator, "x", "y"))
            .addInput(value("x"))
            .addOutput(value("y"))
            .build();
    return write(graph, file);
  }

  private static Path write(OnnxMl.GraphProto graph, Path file) {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    try {
      return Files.write(file, model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OnnxMl.ValueInfoProto vector(String name, long floats) {
    return value(
        name,
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(floats))
            .build());
  }

  private static OnnxMl.ValueInfoProto value(String name) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(4))
            .build();
    return value(name, shape);
  }

  private static OnnxMl.ValueInfoProto value(String name, OnnxMl.TensorShapeProto shape) {
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape)))
        .build();
  }
}
