package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Tensors that lie in files beside the model: keys {@code location}, {@code offset} and {@code
 * length} of {@code TensorProto.external_data} (ONNX, docs/ExternalData.md).
 */
final class ExternalData {

  private ExternalData() {}

  /** Puts the bytes of every tensor into the message. */
  static ModelProto load(ModelProto model, Path folder) {
    ExternalFiles files = new ExternalFiles(folder);
    return TensorMap.of(model, files::load);
  }

  /**
   * The files that the tensors of a model lie in.
   *
   * @throws UnusableModelException if one is missing or outside the folder
   */
  static SortedSet<Path> files(ModelProto model, Path folder) {
    ExternalFiles files = new ExternalFiles(folder);
    SortedSet<Path> found = new TreeSet<>();
    TensorMap.of(
        model,
        tensor -> {
          if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            tensor.getExternalDataList().stream()
                .filter(e -> e.getKey().equals("location"))
                .forEach(e -> found.add(files.path(tensor, e.getValue())));
          }
          return tensor;
        });
    return found;
  }

  /** The model with its external data in files of other names. */
  static ModelProto relocated(ModelProto model, Map<String, String> names) {
    return TensorMap.of(
        model,
        t -> {
          TensorProto.Builder tensor = t.toBuilder();
          for (int i = 0; i < t.getExternalDataCount(); i++) {
            StringStringEntryProto entry = t.getExternalData(i);
            if (entry.getKey().equals("location")) {
              String name = names.getOrDefault(entry.getValue(), entry.getValue());
              tensor.setExternalData(i, entry.toBuilder().setValue(name));
            }
          }
          return tensor.build();
        });
  }

  /**
   * Writes a model and its larger tensors beside it.
   *
   * @param alignment of each tensor's offset in bytes, so that a reader may map it into memory
   */
  static void store(ModelProto model, Path file, long fromBytes, int alignment) {
    Path data = file.resolveSibling(file.getFileName() + ".data");
    ModelProto[] changed = new ModelProto[1];
    writeAtomically(
        data, out -> changed[0] = moveOut(model, new Sink(out, data, fromBytes, alignment)));
    writeAtomically(file, changed[0]::writeTo);
  }

  static ModelProto moveOut(ModelProto model, Sink sink) {
    return TensorMap.ofWeights(model, sink::moveOut);
  }

  /** Where tensors go, one after the other; equal bytes go there once. */
  static final class Sink {
    private final OutputStream out;
    private final Path file;
    private final long fromBytes;
    private final int alignment;
    private final Map<String, Long> offsets = new HashMap<>();
    private long position;

    Sink(OutputStream out, Path file, long fromBytes, int alignment) {
      this.out = out;
      this.file = file;
      this.fromBytes = fromBytes;
      this.alignment = alignment;
    }

    TensorProto moveOut(TensorProto tensor) {
      Constant constant = Constant.of(tensor);
      if (constant.type() == OnnxType.STRING || constant.bytes() < fromBytes) {
        return tensor;
      }
      byte[] bytes = constant.rawBytes();
      String key = sha256(bytes);
      Long known = offsets.get(key);
      if (known != null) {
        return tensorAt(tensor, known, bytes.length);
      }
      try {
        int padding = (int) ((alignment - position % alignment) % alignment);
        out.write(new byte[padding]);
        out.write(bytes);
        TensorProto moved = tensorAt(tensor, position + padding, bytes.length);
        offsets.put(key, position + padding);
        position += padding + bytes.length;
        return moved;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }

    private static String sha256(byte[] bytes) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    private TensorProto tensorAt(TensorProto tensor, long offset, long length) {
      return tensor.toBuilder()
          .clearRawData()
          .clearFloatData()
          .clearDoubleData()
          .clearInt32Data()
          .clearInt64Data()
          .clearUint64Data()
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
      // not createTempFile: the file would be unreadable for others
      Path temporary = folder.resolve(".touchstone-" + UUID.randomUUID() + ".part");
      try {
        try (OutputStream out =
            new BufferedOutputStream(
                Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW))) {
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
