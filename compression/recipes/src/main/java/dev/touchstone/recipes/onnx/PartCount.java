package dev.touchstone.recipes.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the parts of a serialized message (messages, texts, fields that nobody knows) before one
 * of them is allocated: two bytes of a file can stand for an object of a hundred.
 */
final class PartCount {

  /** protobuf's own limit, here and in ONNX Runtime. */
  private static final int DEEPEST = 100;

  private static final int HEAP_BYTES_PER_PART = 256;
  private static final long FEWEST = 1 << 20;
  private static final long MOST = 1 << 26;

  private final CodedInputStream in;
  private final long allowed;
  private long parts;

  private PartCount(CodedInputStream in, long allowed) {
    this.in = in;
    this.allowed = allowed;
  }

  /**
   * Reads a whole message over without keeping anything.
   *
   * @throws UnusableModelException if it has more parts than this process has memory for
   * @throws IOException if it is no message
   */
  static void require(CodedInputStream in, Descriptor type) throws IOException {
    long fitting = Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_PART;
    require(in, type, Math.max(FEWEST, Math.min(MOST, fitting)));
  }

  static void require(CodedInputStream in, Descriptor type, long allowed) throws IOException {
    new PartCount(in, allowed).message(type, 0);
  }

  /** Counts to the end of the present limit, or of a group. */
  private void message(@Nullable Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new InvalidProtocolBufferException("it is nested deeper than 100 levels");
    }
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      int wire = WireFormat.getTagWireType(tag);
      if (tag == 0 || wire == WireFormat.WIRETYPE_END_GROUP) {
        return;
      }
      FieldDescriptor field =
          type == null ? null : type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean delimited = wire == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (field == null || (delimited && isPart(field))) {
        count();
      }
      if (wire == WireFormat.WIRETYPE_START_GROUP) {
        message(null, depth + 1);
      } else if (delimited && field != null && field.getJavaType() == JavaType.MESSAGE) {
        int before = in.pushLimit(in.readRawVarint32());
        message(field.getMessageType(), depth + 1);
        in.popLimit(before);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static boolean isPart(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE, STRING, BYTE_STRING -> true;
      default -> false; // packed numbers
    };
  }

  private void count() {
    if (++parts > allowed) {
      throw new UnusableModelException(
          "the model is made of more than %d parts, which is what this process has memory for;"
                  .formatted(allowed)
              + " give Java a larger heap (-Xmx) if the file is to be trusted");
    }
  }
}
