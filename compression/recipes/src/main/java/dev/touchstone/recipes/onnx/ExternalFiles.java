package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files beside a model that its tensors lie in. Tensors that name the same bytes share them.
 *
 * <p>Only files in the model's own folder, or below, are opened: neither {@code ../}, nor an
 * absolute path, nor a link may lead out of it.
 */
final class ExternalFiles {

  /** Some virtual machines end a few bytes before the largest index. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Path folder;
  private final Map<Region, ByteString> regions = new HashMap<>();
  private long read;

  /** Where a tensor lies. */
  private record Region(Path file, long offset, int length) {}

  ExternalFiles(Path folder) {
    this.folder = folder;
  }

  /** Gives the tensor with its bytes in the message. */
  TensorProto load(TensorProto tensor) {
    if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return tensor;
    }
    Map<String, String> keys = new HashMap<>();
    for (StringStringEntryProto e : tensor.getExternalDataList()) {
      keys.put(e.getKey(), e.getValue());
    }
    long needed = Soundness.type(tensor).bytes(Soundness.elements(tensor));
    long length = keys.containsKey("length") ? number(tensor, keys, "length") : needed;
    long offset = number(tensor, keys, "offset");
    if (length != needed) {
      throw new UnusableModelException(
          "tensor \"%s\" of %s%s needs %d bytes, its external data has length %d"
              .formatted(
                  tensor.getName(),
                  OnnxType.of(tensor.getDataType()),
                  Soundness.shape(tensor),
                  needed,
                  length));
    }
    Path file = path(tensor, keys.getOrDefault("location", ""));
    ByteString bytes = slice(tensor, file, offset, length);
    return tensor.toBuilder().clearDataLocation().clearExternalData().setRawData(bytes).build();
  }

  /** The file that a tensor names, if it lies where it may. */
  Path path(TensorProto tensor, String location) {
    Path file;
    try {
      file = folder.resolve(location).normalize();
      if (location.isBlank()
          || Path.of(location).isAbsolute()
          || !file.startsWith(folder.normalize())) {
        throw outside(tensor, location, "");
      }
    } catch (InvalidPathException e) {
      throw outside(tensor, location, "");
    }
    try {
      if (!Files.exists(file)) {
        throw new UnusableModelException(
            "tensor \"" + tensor.getName() + "\" lies in " + file + ", which does not exist");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw outside(tensor, location, ", a link to " + real);
      }
      if (!Files.isRegularFile(real)) {
        throw new UnusableModelException(
            "tensor \"" + tensor.getName() + "\" lies in " + file + ", which is no regular file");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static UnusableModelException outside(TensorProto tensor, String location, String link) {
    return new UnusableModelException(
        "tensor \"%s\" names external data at \"%s\"%s; it must lie in the model's own folder"
            .formatted(tensor.getName(), location.replace('\0', '?'), link));
  }

  private static long number(TensorProto tensor, Map<String, String> keys, String key) {
    String text = keys.getOrDefault(key, "0");
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UnusableModelException(
        "tensor \"%s\": external data has %s \"%s\"; a whole number from 0 is needed"
            .formatted(tensor.getName(), key, text));
  }

  private ByteString slice(TensorProto tensor, Path file, long offset, long length) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset > channel.size() - length) {
        throw new UnusableModelException(
            "tensor \"%s\" needs %d bytes from byte %d of %s, which has %d"
                .formatted(tensor.getName(), length, offset, file, channel.size()));
      }
      if (length > LARGEST_ARRAY) {
        throw new UnusableModelException(
            "tensor \"%s\" has %d bytes; one of more than %d cannot be read"
                .formatted(tensor.getName(), length, LARGEST_ARRAY));
      }
      Region region = new Region(file, offset, (int) length);
      ByteString known = regions.get(region);
      if (known != null) {
        return known;
      }
      read += length;
      Heap.requireRoomFor(read);
      InputStream in = Channels.newInputStream(channel.position(offset));
      ByteString bytes = UnsafeByteOperations.unsafeWrap(in.readNBytes((int) length));
      regions.put(region, bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
