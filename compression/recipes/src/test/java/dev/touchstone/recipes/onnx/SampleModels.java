package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small models that show every corner of the format; most run in ONNX Runtime. */
public final class SampleModels {

  private SampleModels() {}

  /** All of them by name. */
  public static Map<String, ModelProto> all() {
    Map<String, ModelProto> models = new LinkedHashMap<>();
    models.put("chain", model(chain()));
    models.put("every-type", model(everyType()));
    models.put("typed-fields", model(typedFields()));
    models.put("if", model(branches()));
    models.put("loop", model(loop()));
    models.put("scan", model(scan()));
    models.put("function", function());
    models.put("external", model(external("weights.data", "0", "16")));
    models.put("sparse", model(sparse()));
    models.put("custom-domain", customDomain());
    models.put("sequence-input", model(sequenceInput()));
    return models;
  }

  /** A model of a graph in opset 21. */
  public static ModelProto model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .setProducerName("sample")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
        .setGraph(graph)
        .build();
  }

  /** y = relu(x · w + b). */
  public static GraphProto.Builder chain() {
    return GraphProto.newBuilder()
        .setName("chain")
        .addInput(value("x", 1, 2, 3))
        .addOutput(value("y", 1, 2, 2))
        .addInitializer(floats("w", List.of(3L, 2L), 1, 2, 3, 4, 5, 6))
        .addInitializer(floats("b", List.of(2L), -1, 1))
        .addNode(node("MatMul", List.of("x", "w"), "m"))
        .addNode(node("Add", List.of("m", "b"), "a"))
        .addNode(node("Relu", List.of("a"), "y"));
  }

  /** An initializer of each element type in raw bytes; a float8 and the like need not be read. */
  static GraphProto.Builder everyType() {
    GraphProto.Builder graph = chain();
    for (OnnxType type : OnnxType.values()) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder().setName("of_" + type).setDataType(type.code()).addDims(3);
      if (type == OnnxType.STRING) {
        tensor.addStringData(text("a")).addStringData(text("")).addStringData(text("ü"));
      } else {
        tensor.setRawData(ByteString.copyFrom(new byte[(int) type.bytes(3)]));
      }
      graph.addInitializer(tensor);
    }
    return graph;
  }

  private static GraphProto.Builder typedFields() {
    return chain()
        .addInitializer(tensor("i8", OnnxType.INT8, 2).addInt32Data(-1).addInt32Data(2))
        .addInitializer(tensor("i4", OnnxType.INT4, 3).addInt32Data(0x21).addInt32Data(3))
        .addInitializer(tensor("f16", OnnxType.FLOAT16, 1).addInt32Data(0x3C00))
        .addInitializer(tensor("i64", OnnxType.INT64, 2).addInt64Data(-1).addInt64Data(1L << 40))
        .addInitializer(tensor("u32", OnnxType.UINT32, 1).addUint64Data(0xFFFF_FFFFL))
        .addInitializer(tensor("d", OnnxType.DOUBLE, 1).addDoubleData(0.5))
        .addInitializer(tensor("c", OnnxType.COMPLEX64, 1).addFloatData(1).addFloatData(2));
  }

  /** Both branches read tensors of the graph around: one of a node, one an initializer. */
  public static GraphProto.Builder branches() {
    GraphProto then =
        GraphProto.newBuilder()
            .setName("then")
            .addNode(node("Mul", List.of("h", "w"), "t"))
            .addOutput(value("t", 1, 2))
            .build();
    GraphProto otherwise =
        GraphProto.newBuilder()
            .setName("else")
            .addInitializer(floats("k", List.of(2L), 3, 4))
            .addNode(node("Sub", List.of("h", "k"), "e"))
            .addOutput(value("e", 1, 2))
            .build();
    return GraphProto.newBuilder()
        .setName("branches")
        .addInput(value("x", 1, 2))
        .addInput(value("c", OnnxType.BOOL.code()))
        .addOutput(value("y", 1, 2))
        .addInitializer(floats("w", List.of(2L), 1, 2))
        .addNode(node("Identity", List.of("x"), "h"))
        .addNode(
            node("If", List.of("c"), "y")
                .addAttribute(graph("then_branch", then))
                .addAttribute(graph("else_branch", otherwise)));
  }

  /** v = v + step, four times; the body reads {@code step} from outside. */
  public static GraphProto.Builder loop() {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(value("i", OnnxType.INT64.code()))
            .addInput(value("go", OnnxType.BOOL.code()))
            .addInput(value("v", 1, 2))
            .addNode(node("Identity", List.of("go"), "go_on"))
            .addNode(node("Add", List.of("v", "step"), "v_next"))
            .addOutput(value("go_on", OnnxType.BOOL.code()))
            .addOutput(value("v_next", 1, 2))
            .build();
    return GraphProto.newBuilder()
        .setName("loop")
        .addInput(value("x", 1, 2))
        .addOutput(value("y", 1, 2))
        .addInitializer(tensor("times", OnnxType.INT64).addInt64Data(4))
        .addInitializer(tensor("true", OnnxType.BOOL).addInt32Data(1))
        .addInitializer(floats("half", List.of(2L), 0.5f, 0.25f))
        .addNode(node("Neg", List.of("half"), "step"))
        .addNode(
            node("Loop", List.of("times", "true", "x"), "y").addAttribute(graph("body", body)));
  }

  /** Running sums along the first axis. */
  public static GraphProto.Builder scan() {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(value("sum", 1, 2))
            .addInput(value("row", 1, 2))
            .addNode(node("Add", List.of("sum", "row"), "next"))
            .addNode(node("Mul", List.of("next", "scale"), "out"))
            .addOutput(value("next", 1, 2))
            .addOutput(value("out", 1, 2))
            .build();
    return GraphProto.newBuilder()
        .setName("scan")
        .addInput(value("x", 1, 3, 2))
        .addOutput(value("y", 1, 3, 2))
        .addInitializer(floats("zero", List.of(2L), 0, 0))
        .addInitializer(floats("scale", List.of(2L), 2, 3))
        .addNode(
            node("Scan", List.of("zero", "x"), "last")
                .addOutput("y")
                .addAttribute(graph("body", body))
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("num_scan_inputs")
                        .setType(AttributeType.INT)
                        .setI(1)));
  }

  /** A model with a function of its own. */
  public static ModelProto function() {
    FunctionProto twice =
        FunctionProto.newBuilder()
            .setDomain("local")
            .setName("Twice")
            .addInput("a")
            .addOutput("b")
            .addNode(node("Add", List.of("a", "a"), "b"))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("calls")
            .addInput(value("x", 1, 2))
            .addOutput(value("y", 1, 2))
            .addNode(node("Twice", List.of("x"), "h").setDomain("local"))
            .addNode(node("Twice", List.of("h"), "y").setDomain("local"));
    return model(graph).toBuilder()
        .addFunctions(twice)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
        .build();
  }

  /** y = x + w, whose four weights lie in another file. */
  public static GraphProto.Builder external(String location, String offset, String length) {
    return GraphProto.newBuilder()
        .setName("external")
        .addInput(value("x", 1, 4))
        .addOutput(value("y", 1, 4))
        .addInitializer(
            tensor("w", OnnxType.FLOAT, 4)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length)))
        .addNode(node("Add", List.of("x", "w"), "y"));
  }

  private static GraphProto.Builder sparse() {
    return GraphProto.newBuilder()
        .setName("sparse")
        .addInput(value("x", 1, 4))
        .addOutput(value("y", 1, 4))
        .addSparseInitializer(
            SparseTensorProto.newBuilder()
                .setValues(floats("w", List.of(2L), 5, 6))
                .setIndices(tensor("", OnnxType.INT64, 2).addInt64Data(0).addInt64Data(3))
                .addDims(4))
        .addNode(node("Add", List.of("x", "w"), "y"));
  }

  private static ModelProto customDomain() {
    GraphProto.Builder graph = chain();
    graph.setNode(2, graph.getNode(2).toBuilder().setOpType("Odd").setDomain("acme"));
    return model(graph).toBuilder()
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("acme").setVersion(3))
        .build();
  }

  private static GraphProto.Builder sequenceInput() {
    TypeProto.Sequence floats =
        TypeProto.Sequence.newBuilder().setElemType(value("", 1, 2).getType()).build();
    return GraphProto.newBuilder()
        .setName("sequence")
        .addInput(
            ValueInfoProto.newBuilder()
                .setName("xs")
                .setType(TypeProto.newBuilder().setSequenceType(floats)))
        .addOutput(value("n", OnnxType.INT64.code()))
        .addNode(node("SequenceLength", List.of("xs"), "n"));
  }

  /** A node with one output. */
  public static NodeProto.Builder node(String type, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(type + "_" + output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  /** An attribute that holds a graph. */
  public static AttributeProto graph(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  /** An initializer of floats. */
  public static TensorProto floats(String name, List<Long> shape, float... values) {
    List<Float> boxed = new ArrayList<>();
    for (float v : values) {
      boxed.add(v);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(OnnxType.FLOAT.code())
        .addAllDims(shape)
        .addAllFloatData(boxed)
        .build();
  }

  /** A tensor without elements yet. */
  public static TensorProto.Builder tensor(String name, OnnxType type, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.code());
    for (long d : shape) {
      tensor.addDims(d);
    }
    return tensor;
  }

  /** A value of an element type's code and a shape. */
  public static ValueInfoProto value(String name, int code, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long d : shape) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(code).setShape(dims)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString text(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
