package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Tensors that lie in files beside the model: keys {@code location}, {@code offset} and {@code
 * length} of {@code TensorProto.external_data} (ONNX, docs/ExternalData.md).
 */
final class ExternalData {

  /** The offset of each tensor, as ONNX recommends, so that a reader may map it into memory. */
  private static final int ALIGNMENT = 4096;

  private ExternalData() {}

  static ModelProto load(ModelProto model, Path folder) {
    GraphProto graph = mapTensors(model.getGraph(), t -> load(t, folder));
    return model.toBuilder().setGraph(graph).build();
  }

  private static TensorProto load(TensorProto tensor, Path folder) {
    if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return tensor;
    }
    Map<String, String> keys = new HashMap<>();
    tensor.getExternalDataList().forEach(e -> keys.put(e.getKey(), e.getValue()));
    String location = keys.getOrDefault("location", "");
    Path file = folder.resolve(location).normalize();
    if (location.isBlank() || !file.startsWith(folder.normalize())) {
      throw new UnusableModelException(
          "tensor \"%s\" names external data at \"%s\"; it must lie in the model's own folder"
              .formatted(tensor.getName(), location));
    }
    long length = keys.containsKey("length") ? number(keys, "length") : tensorBytes(tensor);
    ByteString bytes = slice(file, number(keys, "offset"), length, tensor.getName());
    return tensor.toBuilder().clearDataLocation().clearExternalData().setRawData(bytes).build();
  }

  /** Names of the files that the tensors of a model lie in. */
  static void locations(ModelProto model, Collection<String> found) {
    mapTensors(
        model.getGraph(),
        t -> {
          t.getExternalDataList().stream()
              .filter(e -> e.getKey().equals("location"))
              .forEach(e -> found.add(e.getValue()));
          return t;
        });
  }

  private static long tensorBytes(TensorProto tensor) {
    long count = 1;
    for (long d : tensor.getDimsList()) {
      count = Math.multiplyExact(count, d);
    }
    return OnnxType.of(tensor.getDataType()).bytes(count);
  }

  private static long number(Map<String, String> keys, String key) {
    try {
      return Long.parseLong(keys.getOrDefault(key, "0"));
    } catch (NumberFormatException e) {
      throw new UnusableModelException(
          "external data has " + key + " \"" + keys.get(key) + "\"; a whole number is needed", e);
    }
  }

  private static ByteString slice(Path file, long offset, long length, String tensor) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset < 0 || length < 0 || offset > channel.size() - length) {
        throw new UnusableModelException(
            "tensor \"%s\" needs bytes %d to %d of %s, which has %d"
                .formatted(tensor, offset, offset + length, file, channel.size()));
      }
      InputStream in = Channels.newInputStream(channel.position(offset));
      return ByteString.copyFrom(in.readNBytes(Math.toIntExact(length)));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UnusableModelException(
          "tensor \"" + tensor + "\" lies in " + file + ", which does not exist", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static void store(ModelProto model, Path file, long fromBytes) {
    Path data = file.resolveSibling(file.getFileName() + ".data");
    ModelProto[] changed = new ModelProto[1];
    writeAtomically(data, out -> changed[0] = moveOut(model, new Sink(out, data, fromBytes)));
    writeAtomically(file, changed[0]::writeTo);
  }

  private static ModelProto moveOut(ModelProto model, Sink sink) {
    return model.toBuilder().setGraph(mapTensors(model.getGraph(), sink::moveOut)).build();
  }

  /** Where tensors go, one after the other. */
  private static final class Sink {
    private final OutputStream out;
    private final Path file;
    private final long fromBytes;
    private long position;

    Sink(OutputStream out, Path file, long fromBytes) {
      this.out = out;
      this.file = file;
      this.fromBytes = fromBytes;
    }

    TensorProto moveOut(TensorProto tensor) {
      Constant constant = Constant.of(tensor);
      if (constant.type() == OnnxType.STRING || constant.bytes() < fromBytes) {
        return tensor;
      }
      byte[] bytes = constant.rawBytes();
      try {
        int padding = (int) ((ALIGNMENT - position % ALIGNMENT) % ALIGNMENT);
        out.write(new byte[padding]);
        out.write(bytes);
        TensorProto moved = tensorAt(tensor, position + padding, bytes.length);
        position += padding + bytes.length;
        return moved;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }

    private TensorProto tensorAt(TensorProto tensor, long offset, long length) {
      return TensorProto.newBuilder()
          .setName(tensor.getName())
          .setDocString(tensor.getDocString())
          .setDataType(tensor.getDataType())
          .addAllDims(tensor.getDimsList())
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", file.getFileName().toString()))
          .addExternalData(entry("offset", Long.toString(offset)))
          .addExternalData(entry("length", Long.toString(length)))
          .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
      return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
  }

  /** Changes every tensor of a graph: initializers, attributes, and those of subgraphs. */
  private static GraphProto mapTensors(GraphProto graph, UnaryOperator<TensorProto> change) {
    GraphProto.Builder result = graph.toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      result.setInitializer(i, change.apply(graph.getInitializer(i)));
    }
    for (int n = 0; n < graph.getNodeCount(); n++) {
      NodeProto node = graph.getNode(n);
      for (int a = 0; a < node.getAttributeCount(); a++) {
        AttributeProto attribute = node.getAttribute(a);
        if (attribute.hasT() || attribute.hasG()) {
          AttributeProto.Builder changed = attribute.toBuilder();
          if (attribute.hasT()) {
            changed.setT(change.apply(attribute.getT()));
          }
          if (attribute.hasG()) {
            changed.setG(mapTensors(attribute.getG(), change));
          }
          result.getNodeBuilder(n).setAttribute(a, changed);
        }
      }
    }
    return result.build();
  }

  static long size(ModelProto model) {
    long tensors =
        model.getGraph().getInitializerList().stream().mapToLong(t -> t.getRawData().size()).sum();
    // protobuf's own sum is an int: it must not be asked of a larger message
    return tensors > OnnxModel.LARGEST_SINGLE_FILE ? tensors : model.getSerializedSize();
  }

  /** Writes to a stream. */
  interface Writer {
    void to(OutputStream out) throws IOException;
  }

  static void writeAtomically(Path file, Writer writer) {
    Path target = file.toAbsolutePath();
    Path folder = target.resolveSibling("");
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, ".touchstone", ".part");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
          writer.to(out);
        }
        Files.move(
            temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
