package dev.touchstone.worker.protocol;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One tensor of every record of a {@link TensorFile}.
 *
 * @param name of the model's input or output; empty for the only one
 * @param shape dimensions, outermost first, each at least 0; empty for a scalar
 */
public record TensorSpec(String name, TensorType type, List<Long> shape) {

  /** Copies the shape; rejects a negative dimension. */
  public TensorSpec {
    shape = List.copyOf(shape);
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("a shape of " + shape);
      }
    }
  }

  /** Bytes of the tensor. */
  public long bytes() {
    long bytes = type.bytes();
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name
        + " "
        + type
        + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  void write(FieldWriter to) {
    to.text(name).u8(type.code()).list(shape, FieldWriter::i64);
  }

  static TensorSpec read(FieldReader from) throws CorruptFrameException {
    return new TensorSpec(from.text(), TensorType.ofCode(from.u8()), from.list(FieldReader::i64));
  }
}
