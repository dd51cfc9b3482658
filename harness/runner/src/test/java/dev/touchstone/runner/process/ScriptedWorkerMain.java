package dev.touchstone.runner.process;

import dev.touchstone.worker.protocol.CpuAccount;
import dev.touchstone.worker.protocol.Frame;
import dev.touchstone.worker.protocol.FrameReader;
import dev.touchstone.worker.protocol.FrameWriter;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Messages;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Reply;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;

/**
 * A program in the worker's place that misbehaves as the file name of the ordered model says. It
 * loads nothing, so each of its lives is short.
 */
final class ScriptedWorkerMain {

  /** Where the fields of a header begin. */
  private static final int VERSION = 8;

  private static final int LENGTH = 12;

  private ScriptedWorkerMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    FrameReader in = new FrameReader(new FileInputStream(FileDescriptor.in));
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    Order order = Messages.order(in.read().orElseThrow());
    String script = Path.of(order.model().orElseThrow()).getFileName().toString();
    switch (script) {
      case "says-nothing" -> waitToBeEnded();
      case "exits-7" -> exit(7, "line 1\nthe last line");
      case "exits-0" -> exit(0, "");
      case "native-out-of-memory" ->
          exit(134, "terminate called after throwing an instance of 'std::bad_alloc'");
      case "segmentation-fault" -> exit(139, "");
      case "writes-a-lot-of-errors" -> exit(9, "line\n".repeat(50_000) + "\u001b[1;31mred\u001b[m");
      case "breaks-off" -> breakOff(out);
      case "another-version" -> out.write(started(VERSION, 99));
      case "wrong-magic" -> {
        byte[] bytes = bytes(new Reply.Started());
        bytes[1] = 'X';
        out.write(bytes);
      }
      case "lies-of-length" -> out.write(started(LENGTH, 1_000));
      case "lies-a-lot" -> out.write(started(LENGTH, Integer.MAX_VALUE));
      case "endless-garbage" -> talkForever(out);
      case "out-of-turn" -> new FrameWriter(out).write(Messages.frame(new Reply.Done(1)));
      default -> {
        beReady(out);
        in.read();
        answer(script, out);
        in.read();
        return;
      }
    }
    waitToBeEnded();
  }

  /** A header that is whole and lies in one of its fields. */
  private static byte[] started(int field, int value) throws IOException {
    byte[] bytes = bytes(new Reply.Started());
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (field == VERSION) {
      header.putShort(VERSION, (short) value);
    } else {
      header.putInt(LENGTH, value);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, 16);
    header.putInt(16, (int) crc.getValue());
    return bytes;
  }

  private static void talkForever(FileOutputStream out) throws IOException {
    byte[] garbage = new byte[1 << 16];
    new Random(1).nextBytes(garbage);
    while (true) {
      out.write(garbage);
    }
  }

  private static void waitToBeEnded() throws InterruptedException {
    new Semaphore(0).acquire();
  }

  private static void answer(String script, FileOutputStream out) throws IOException {
    FrameWriter writer = new FrameWriter(out);
    Reply two = new Reply.Observed(new long[] {1, 2}, new long[] {3, 4});
    switch (script) {
      case "prints-between-replies" -> {
        out.write("native noise\n".getBytes(StandardCharsets.UTF_8));
        writer.write(Messages.frame(two));
        out.write("more noise\n".getBytes(StandardCharsets.UTF_8));
        writer.write(Messages.frame(new Reply.Done(2)));
      }
      case "damages-a-reply" -> {
        byte[] bytes = bytes(two);
        bytes[30] ^= 1;
        out.write(bytes);
      }
      case "sends-too-much" -> {
        writer.write(Messages.frame(two));
        writer.write(Messages.frame(two));
      }
      case "sends-too-little" -> {
        writer.write(Messages.frame(new Reply.Observed(new long[] {1}, new long[] {1})));
        writer.write(Messages.frame(new Reply.Done(2)));
      }
      case "fails-for-memory" ->
          writer.write(Messages.frame(new Reply.Failed("Failed to allocate memory for buffer")));
      default -> throw new IllegalArgumentException(script);
    }
  }

  private static void beReady(FileOutputStream out) throws IOException {
    FrameWriter writer = new FrameWriter(out);
    writer.write(Messages.frame(new Reply.Started()));
    writer.write(
        Messages.frame(
            new Reply.Ready(
                new Marks(0, 0, 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                0,
                CpuAccount.CALLING_THREAD,
                "scripted",
                "0",
                List.of(),
                List.of())));
  }

  private static void breakOff(FileOutputStream out) throws IOException {
    byte[] bytes = bytes(new Reply.Started());
    out.write(bytes, 0, bytes.length - 2);
    exit(0, "");
  }

  private static byte[] bytes(Reply reply) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Frame frame = Messages.frame(reply);
    new FrameWriter(bytes).write(frame);
    return bytes.toByteArray();
  }

  private static void exit(int code, String lastWords) {
    System.err.println(lastWords);
    System.exit(code);
  }
}
