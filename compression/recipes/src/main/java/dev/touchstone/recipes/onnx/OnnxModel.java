package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * An ONNX model. Immutable: edits go through a {@link Graph} and give a new model. Fields of newer
 * files that are not known here survive.
 */
public final class OnnxModel {

  /** Above this a file needs its weights beside it; protobuf ends at 2 GiB. */
  static final long LARGEST_SINGLE_FILE = Integer.MAX_VALUE - (64L << 20);

  private final ModelProto proto;

  private OnnxModel(ModelProto proto) {
    this.proto = proto;
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

  /**
   * Reads a file, and the files beside it that hold its external data.
   *
   * @throws UnusableModelException if it is no ONNX model, or its external data is missing, short
   *     or outside the model's folder
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OnnxModel read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      ModelProto proto = ModelProto.parseFrom(coded);
      if (!proto.hasGraph()) {
        throw new UnusableModelException(file + " is no ONNX model: it has no graph");
      }
      Path folder = file.toAbsolutePath().resolveSibling("");
      return new OnnxModel(ExternalData.load(proto, folder));
    } catch (InvalidProtocolBufferException e) {
      throw new UnusableModelException(file + " is no ONNX model: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Writes one file, or, if it would be larger than protobuf allows, a file and its weights beside
   * it in {@code NAME.data}. Whoever reads the path sees the old file or the new one.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    if (bytes() > LARGEST_SINGLE_FILE) {
      writeWithExternalData(file, 1024);
    } else {
      ExternalData.writeAtomically(file, proto::writeTo);
    }
  }

  /**
   * Writes a file, and beside it {@code NAME.data} with every tensor of at least so many bytes.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeWithExternalData(Path file, long fromBytes) {
    ExternalData.store(proto, file, fromBytes);
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
    return new OnnxModel(proto.toBuilder().setGraph(changed).build());
  }

  /** Version of the file format. */
  public long irVersion() {
    return proto.getIrVersion();
  }

  /** This model with at least that version of the file format. */
  public OnnxModel withIrVersionAtLeast(long version) {
    return irVersion() >= version
        ? this
        : new OnnxModel(proto.toBuilder().setIrVersion(version).build());
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
