package dev.touchstone.recipes.onnx;

import static dev.touchstone.recipes.onnx.SampleModels.chain;
import static dev.touchstone.recipes.onnx.SampleModels.external;
import static dev.touchstone.recipes.onnx.SampleModels.floats;
import static dev.touchstone.recipes.onnx.SampleModels.function;
import static dev.touchstone.recipes.onnx.SampleModels.graph;
import static dev.touchstone.recipes.onnx.SampleModels.model;
import static dev.touchstone.recipes.onnx.SampleModels.node;
import static dev.touchstone.recipes.onnx.SampleModels.tensor;
import static dev.touchstone.recipes.onnx.SampleModels.value;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models that someone made to break a reader, each wrong in one way. */
final class HostileModels {

  private HostileModels() {}

  static Map<String, byte[]> all() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    byte[] whole = model(chain()).toByteArray();
    models.put("truncated", Arrays.copyOf(whole, whole.length - 20));
    models.put("empty", new byte[0]);
    models.put("text", "this is no model".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    models.put("lying-length", new byte[] {58, -1, -1, -1, -1, 7, 1, 2});
    models.put("unknown-groups", groups(3000));
    models.put("deep", deep(40).toByteArray());
    put(models, "future-ir", model(chain()).toBuilder().setIrVersion(14));
    put(models, "future-opset", opsets(27));
    put(models, "two-opsets", opsets(13, 17));
    put(models, "huge-shape", chain().setInitializer(0, tensor("w", OnnxType.FLOAT, 1L << 40)));
    put(
        models,
        "uncountable-shape",
        chain().setInitializer(0, tensor("w", OnnxType.FLOAT, 1L << 40, 1L << 40)));
    put(models, "negative-shape", chain().setInitializer(0, tensor("w", OnnxType.FLOAT, -3, -2)));
    put(models, "negative-input", chain().setInput(0, value("x", 1, -5, 3)));
    put(
        models,
        "short-weights",
        chain()
            .setInitializer(
                0,
                tensor("w", OnnxType.FLOAT, 3, 2).setRawData(ByteString.copyFrom(new byte[20]))));
    put(
        models,
        "unknown-type",
        chain().setInitializer(0, tensor("w", OnnxType.FLOAT).setDataType(99)));
    put(models, "nan-weights", chain().setInitializer(1, floats("b", List.of(2L), 1, Float.NaN)));
    put(
        models,
        "raw-texts",
        chain()
            .addInitializer(
                tensor("s", OnnxType.STRING, 2).setRawData(ByteString.copyFromUtf8("ab"))));
    put(models, "circle", chain().setNode(0, node("MatMul", List.of("y", "w"), "m")));
    put(models, "self-circle", chain().setNode(2, node("Relu", List.of("y"), "y")));
    put(models, "two-makers", chain().addNode(node("Neg", List.of("x"), "m")));
    put(models, "initializer-made-again", chain().addNode(node("Neg", List.of("x"), "b")));
    put(models, "two-initializers", chain().addInitializer(floats("b", List.of(1L), 1)));
    put(models, "two-inputs", chain().addInput(value("x", 1, 2, 3)));
    put(models, "nameless-initializer", chain().addInitializer(floats("", List.of(1L), 1)));
    put(models, "dangling", chain().setNode(2, node("Relu", List.of("nowhere"), "y")));
    put(models, "dangling-output", chain().addOutput(value("nowhere", 1, 1)));
    put(models, "no-operator", chain().addNode(node("", List.of("x"), "z")));
    put(
        models,
        "attribute-twice",
        chain()
            .setNode(
                2,
                chain().getNode(2).toBuilder()
                    .addAttribute(graph("g", GraphProto.getDefaultInstance()))
                    .addAttribute(graph("g", GraphProto.getDefaultInstance()))));
    put(models, "giant", giant());
    put(models, "recursive-function", recursive());
    put(models, "growing-functions", growing(30));
    put(models, "external-parent", external("../secret", "0", "16"));
    put(models, "external-absolute", external("/etc/passwd", "0", "16"));
    put(models, "external-nul", external("a\0b", "0", "16"));
    put(models, "external-missing", external("nothing.data", "0", "16"));
    put(models, "external-folder", external(".", "0", "16"));
    put(models, "external-beyond", external("weights.data", "9223372036854775800", "16"));
    put(models, "external-negative", external("weights.data", "-1", "16"));
    put(models, "external-lying", external("weights.data", "0", "1099511627776"));
    put(models, "external-words", external("weights.data", "zero", "16"));
    return models;
  }

  private static void put(Map<String, byte[]> models, String name, GraphProto.Builder graph) {
    models.put(name, model(graph).toByteArray());
  }

  private static void put(Map<String, byte[]> models, String name, ModelProto.Builder model) {
    models.put(name, model.build().toByteArray());
  }

  /** Groups within groups, a wire type that ONNX does not use. */
  private static byte[] groups(int depth) {
    byte[] bytes = new byte[depth];
    Arrays.fill(bytes, (byte) (15 << 3 | 3));
    return bytes;
  }

  private static ModelProto deep(int levels) {
    GraphProto inner = GraphProto.newBuilder().setName("innermost").build();
    for (int i = 0; i < levels; i++) {
      inner =
          GraphProto.newBuilder()
              .setName("level")
              .addNode(node("If", List.of(), "o" + i).addAttribute(graph("then_branch", inner)))
              .build();
    }
    return model(inner.toBuilder());
  }

  private static ModelProto.Builder opsets(long... versions) {
    ModelProto.Builder model = model(chain()).toBuilder().clearOpsetImport();
    for (long version : versions) {
      model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
    }
    return model;
  }

  private static GraphProto.Builder giant() {
    return GraphProto.newBuilder()
        .setName("giant")
        .addInitializer(tensor("shape", OnnxType.INT64, 1).addInt64Data(1L << 40))
        .addNode(node("ConstantOfShape", List.of("shape"), "y"))
        .addOutput(value("y", 1));
  }

  private static ModelProto.Builder recursive() {
    ModelProto.Builder model = function().toBuilder();
    model.getFunctionsBuilder(0).setNode(0, node("Twice", List.of("a"), "b").setDomain("local"));
    return model;
  }

  /** Each function calls the next one twice. */
  private static ModelProto.Builder growing(int functions) {
    ModelProto.Builder model = function().toBuilder();
    FunctionProto last = model.getFunctions(0);
    model.clearFunctions();
    for (int i = 0; i < functions; i++) {
      String next = i + 1 < functions ? "F" + (i + 1) : "Twice";
      model.addFunctions(
          last.toBuilder()
              .setName("F" + i)
              .clearNode()
              .addNode(node(next, List.of("a"), "m").setDomain("local"))
              .addNode(node(next, List.of("m"), "b").setDomain("local")));
    }
    model.addFunctions(last);
    model.getGraphBuilder().getNodeBuilder(0).setOpType("F0");
    return model;
  }
}
