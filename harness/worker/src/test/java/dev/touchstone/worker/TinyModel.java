package dev.touchstone.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes models of a few operators as ONNX files, without a library: only the handful of protobuf
 * fields of {@code onnx.proto} that such models need.
 */
final class TinyModel {

  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;

  private final List<Message> nodes = new ArrayList<>();
  private final List<Message> inputs = new ArrayList<>();
  private final List<Message> outputs = new ArrayList<>();

  /** One Relu from {@code x} to {@code y}. */
  static TinyModel relu(Object... shape) {
    return new TinyModel()
        .input("x", FLOAT, shape)
        .node("Relu", "x", "y")
        .output("y", FLOAT, shape);
  }

  TinyModel input(String name, int type, Object... shape) {
    inputs.add(valueInfo(name, type, shape));
    return this;
  }

  TinyModel output(String name, int type, Object... shape) {
    outputs.add(valueInfo(name, type, shape));
    return this;
  }

  /** A node of one input. */
  TinyModel node(String operator, String input, String output) {
    nodes.add(new Message().text(1, input).text(2, output).text(4, operator));
    return this;
  }

  /** A node of two inputs. */
  TinyModel node(String operator, String left, String right, String output) {
    nodes.add(new Message().text(1, left).text(1, right).text(2, output).text(4, operator));
    return this;
  }

  /** A Cast to another type. */
  TinyModel cast(String input, int type, String output) {
    Message to = new Message().text(1, "to").number(3, type).number(20, 2);
    nodes.add(new Message().text(1, input).text(2, output).text(4, "Cast").message(5, to));
    return this;
  }

  Path write(Path file) {
    Message graph = new Message();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "tiny");
    inputs.forEach(input -> graph.message(11, input));
    outputs.forEach(output -> graph.message(12, output));
    Message model =
        new Message()
            .number(1, 8)
            .message(7, graph)
            .message(8, new Message().text(1, "").number(2, 17));
    try {
      return Files.write(file, model.bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message valueInfo(String name, int type, Object... shape) {
    Message dimensions = new Message();
    for (Object dimension : shape) {
      dimensions.message(
          1,
          dimension instanceof String symbol
              ? new Message().text(2, symbol)
              : new Message().number(1, (Integer) dimension));
    }
    Message tensor = new Message().number(1, type).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message under construction. */
  private static final class Message {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return delimited(field, value.bytes.toByteArray());
    }

    private Message delimited(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while (rest >= 0x80) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }
}
