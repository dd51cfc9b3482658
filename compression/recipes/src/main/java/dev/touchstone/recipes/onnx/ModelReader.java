package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads model files that nobody vouches for. What it gives is sound: ONNX Runtime and the steps see
 * no structure that could send them in circles, out of memory or into another file.
 */
final class ModelReader {

  /** Of a protobuf message, and nearly of an array. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private ModelReader() {}

  /**
   * Reads a file and those beside it that hold its external data.
   *
   * @throws UnusableModelException with the file and the reason
   */
  static ModelProto read(Path file) {
    return withName(
        file.toString(), () -> load(parse(bytes(file)), file.toAbsolutePath().resolveSibling("")));
  }

  /**
   * Reads a file alone; its tensors may still lie elsewhere.
   *
   * @throws UnusableModelException with the file and the reason
   */
  static ModelProto readWithoutExternalData(Path file) {
    return withName(file.toString(), () -> sound(parse(bytes(file))));
  }

  /** The same as {@link #read}, of bytes in memory. */
  static ModelProto read(ByteString bytes, Path folder) {
    return withName("the model", () -> load(parse(bytes), folder));
  }

  private static ModelProto load(ModelProto model, Path folder) throws IOException {
    ModelProto complete = ExternalData.load(sound(model), folder);
    Weights.requireNumbers(complete);
    return complete;
  }

  private static ModelProto sound(ModelProto model) {
    if (!model.hasGraph()) {
      throw new UnusableModelException("is no ONNX model: it has no graph");
    }
    new Soundness(model).require();
    return model;
  }

  private static ByteString bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UnusableModelException("is no ONNX model: it is no regular file");
    }
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new UnusableModelException(
          "it has %d bytes; an ONNX file ends at %d, larger weights lie in files beside it"
              .formatted(size, LARGEST));
    }
    Heap.requireRoomFor(size);
    return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
  }

  private static ModelProto parse(ByteString bytes) throws IOException {
    try {
      PartCount.require(stream(bytes), ModelProto.getDescriptor());
      CodedInputStream in = stream(bytes);
      in.enableAliasing(true); // tensors share the bytes of the file
      ModelProto model = ModelProto.parseFrom(in);
      in.checkLastTagWas(0);
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new UnusableModelException("is no ONNX model: " + e.getMessage(), e);
    }
  }

  private static CodedInputStream stream(ByteString bytes) {
    CodedInputStream in = bytes.newCodedInput();
    in.setSizeLimit(Integer.MAX_VALUE);
    return in;
  }

  private interface Reading {
    ModelProto read() throws IOException;
  }

  private static ModelProto withName(String name, Reading reading) {
    try {
      return reading.read();
    } catch (UnusableModelException e) {
      String reason = String.valueOf(e.getMessage());
      String joint = reason.startsWith("is ") ? " " : ": ";
      throw new UnusableModelException(name + joint + reason, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
