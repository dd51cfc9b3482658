package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.ByteString;
import dev.touchstone.scenarios.Packaging;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An ONNX model. Immutable: edits go through a {@link Graph} and give a new model. Fields of newer
 * files that are not known here survive.
 */
public final class OnnxModel {

  /** Above this a file needs its weights beside it; protobuf ends at 2 GiB. */
  static final long LARGEST_SINGLE_FILE = Integer.MAX_VALUE - (64L << 20);

  /** Smaller tensors stay in the ONNX file, where ONNX Runtime looks for shapes and axes. */
  static final long SMALLEST_EXTERNAL = 1024;

  private final ModelProto proto;
  private final Packaging packaging;

  private OnnxModel(ModelProto proto) {
    this(proto, new Packaging.Inline());
  }

  private OnnxModel(ModelProto proto, Packaging packaging) {
    this.proto = proto;
    this.packaging = packaging;
  }

  /** A new model of one graph. */
  public static OnnxModel of(Graph graph, int irVersion, long opset) {
    return new OnnxModel(
        ModelProto.newBuilder()
            .setIrVersion(irVersion)
            .setProducerName("touchstone")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph.toProto())
            .build());
  }

  /** A model of a message whose tensors all lie in it. */
  public static OnnxModel of(ModelProto proto) {
    return new OnnxModel(proto);
  }

  /**
   * Reads a file, and the files beside it that hold its external data. The file need not be
   * trusted: what does not hold together is refused with one reason, in time and memory that grow
   * with the bytes there are and not with what they say.
   *
   * @throws UnusableModelException if it is no ONNX model (IR version 1 to 13, opset up to 26), its
   *     tensors are not as long as their shapes, a tensor has two makers or none, nodes need each
   *     other in a circle, functions call themselves, weights are NaN, or external data is missing,
   *     short or outside the model's folder
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OnnxModel read(Path file) {
    if (RuntimeFormat.is(file)) {
      throw new UnusableModelException(
          file + " is in ONNX Runtime's own format; name the ONNX model that it was made from");
    }
    return new OnnxModel(ModelReader.read(file));
  }

  /**
   * Reads the bytes of a file.
   *
   * @param folder where its external data may lie
   * @throws UnusableModelException as {@link #read}
   */
  public static OnnxModel parse(byte[] bytes, Path folder) {
    return new OnnxModel(ModelReader.read(ByteString.copyFrom(bytes), folder.toAbsolutePath()));
  }

  /**
   * Writes one file, or, if it is packaged so or would be larger than protobuf allows, a file and
   * its weights beside it in {@code NAME.data}. Whoever reads the path sees the old file or the new
   * one.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    if (packaging instanceof Packaging.External external) {
      ExternalData.store(proto, file, SMALLEST_EXTERNAL, external.alignment());
    } else if (bytes() > LARGEST_SINGLE_FILE) {
      writeWithExternalData(file, SMALLEST_EXTERNAL);
    } else {
      ExternalData.writeAtomically(file, proto::writeTo);
    }
  }

  /** How it is to lie in files; a model that was just read lies in one. */
  public Packaging packaging() {
    return packaging;
  }

  /** This model, to lie in files in another way; edits keep it. */
  public OnnxModel packagedAs(Packaging wanted) {
    return new OnnxModel(proto, wanted);
  }

  /**
   * Writes a file, and beside it {@code NAME.data} with every tensor of at least so many bytes.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeWithExternalData(Path file, long fromBytes) {
    ExternalData.store(proto, file, fromBytes, Packaging.External.DEFAULT_ALIGNMENT);
  }

  /** The model as it lies in a file; only for models below 2 GiB. */
  public byte[] toByteArray() {
    return proto.toByteArray();
  }

  /** Size of the serialized model. */
  public long bytes() {
    return ExternalData.size(proto);
  }

  /** A copy of the graph, to look at or to edit. */
  public Graph graph() {
    return new Graph(proto.getGraph());
  }

  /** This model with another graph. */
  public OnnxModel with(Graph graph) {
    GraphProto changed = graph.toProto();
    return new OnnxModel(proto.toBuilder().setGraph(changed).build(), packaging);
  }

  /** Version of the file format. */
  public long irVersion() {
    return proto.getIrVersion();
  }

  /** This model with at least that version of the file format. */
  public OnnxModel withIrVersionAtLeast(long version) {
    return irVersion() >= version
        ? this
        : new OnnxModel(proto.toBuilder().setIrVersion(version).build(), packaging);
  }

  /** Version of an operator set; empty if the model does not import it. */
  public OptionalLong opset(String domain) {
    return proto.getOpsetImportList().stream()
        .filter(o -> normalized(o.getDomain()).equals(normalized(domain)))
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst();
  }

  /** Version of ONNX's own operator set; 1 if the file, as the oldest do, does not say. */
  public long opset() {
    return opset("").orElse(1);
  }

  /** This model importing that version of an operator set; its nodes stay as they are. */
  public OnnxModel withOpset(String domain, long version) {
    ModelProto.Builder changed = proto.toBuilder().clearOpsetImport();
    for (OperatorSetIdProto o : proto.getOpsetImportList()) {
      if (!normalized(o.getDomain()).equals(normalized(domain))) {
        changed.addOpsetImport(o);
      }
    }
    changed.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
    return new OnnxModel(changed.build(), packaging);
  }

  /** An operator that a node calls; the domain is blank for ONNX itself. */
  public record Operator(String domain, String type) {}

  /** The operators of all nodes, in subgraphs and functions too, one entry a node. */
  public List<Operator> operators() {
    List<Operator> found = new ArrayList<>();
    Subgraphs.eachNode(proto.getGraph().getNodeList(), node -> found.add(operator(node)));
    proto
        .getFunctionsList()
        .forEach(f -> Subgraphs.eachNode(f.getNodeList(), node -> found.add(operator(node))));
    return found;
  }

  private static Operator operator(NodeProto node) {
    return new Operator(normalized(node.getDomain()), node.getOpType());
  }

  /**
   * This model importing the operator sets that its nodes use, and those that another model
   * imports: ONNX Runtime lists all that it knows when it writes a file.
   */
  public OnnxModel withoutUnusedOpsets(OnnxModel other) {
    Set<String> kept = new HashSet<>();
    operators().forEach(o -> kept.add(o.domain()));
    other.proto.getOpsetImportList().forEach(o -> kept.add(normalized(o.getDomain())));
    ModelProto.Builder changed = proto.toBuilder().clearOpsetImport();
    proto.getOpsetImportList().stream()
        .filter(o -> kept.contains(normalized(o.getDomain())))
        .forEach(changed::addOpsetImport);
    return new OnnxModel(changed.build());
  }

  /** The message behind it. */
  public ModelProto proto() {
    return proto;
  }

  private static String normalized(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }
}
