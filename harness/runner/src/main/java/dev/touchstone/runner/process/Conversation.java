package dev.touchstone.runner.process;

import dev.touchstone.baselines.Fault.Kind;
import dev.touchstone.runner.process.TrialOutcome.Broken;
import dev.touchstone.runner.process.TrialOutcome.Crashed;
import dev.touchstone.runner.process.TrialOutcome.TimedOut;
import dev.touchstone.worker.WorkerMain;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.CorruptFrameException;
import dev.touchstone.worker.protocol.Frame;
import dev.touchstone.worker.protocol.FrameReader;
import dev.touchstone.worker.protocol.FrameWriter;
import dev.touchstone.worker.protocol.Messages;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Speaks with one worker process and knows how it ended. Not thread-safe. */
final class Conversation implements AutoCloseable {

  /** How long a process may take to end once it said its last, or was told to. */
  private static final long END_MILLIS = 5_000;

  /** How long a process may take to end after it broke off in the middle of a message. */
  private static final long BREAK_OFF_MILLIS = 500;

  /** How much later than a worker this process may feel a signal that was sent to both. */
  private static final long SAME_SIGNAL_MILLIS = 500;

  /** ONNX Runtime colors its log whether a terminal reads it or not. */
  private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;]*m");

  private static final int TAIL_BYTES = 1 << 16;

  private final TrialName name;
  private final ProcessTree process;
  private final Path errors;
  private final OptionalLong killsBefore;
  private final FrameReader in;
  private final FrameWriter out;

  /**
   * Begins with a process that was just started.
   *
   * @param errors the file that its standard error goes to
   * @param killsBefore how many processes the kernel had killed for lack of memory before
   */
  Conversation(TrialName name, ProcessTree process, Path errors, OptionalLong killsBefore) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.killsBefore = killsBefore;
    this.in = new FrameReader(process.root().getInputStream());
    this.out = new FrameWriter(process.root().getOutputStream());
  }

  /** Keeps hold of what the process has started, once it has. */
  void remember() {
    process.remember();
  }

  long processId() {
    return process.root().pid();
  }

  void tell(Order order) throws WorkerLostException {
    tell(Messages.frame(order), Phase.START);
  }

  void tell(Command command, Phase phase) throws WorkerLostException {
    tell(Messages.frame(command), phase);
  }

  /**
   * Waits for the next reply.
   *
   * @return anything but {@link Reply.Refused}, {@link Reply.Failed} and {@link Reply.Unsuited}
   * @throws WorkerLostException if none comes in time, or one of these
   * @throws UncheckedIOException if the worker could not write its answers
   */
  Reply hear(Phase phase, Duration limit) throws WorkerLostException {
    Deadline deadline = new Deadline(process, limit);
    try (deadline) {
      Optional<Frame> frame = in.read();
      if (frame.isPresent()) {
        return accept(Messages.reply(frame.get()));
      }
    } catch (CorruptFrameException e) {
      if (!deadline.passed()) {
        throw lostBy(phase, e);
      }
    } catch (IOException e) {
      // The pipe broke; how the process ended says more.
      process.kill();
    }
    throw lost(deadline.passed() ? timedOut(phase, limit) : ended(phase));
  }

  /** The worker said what makes no sense, or broke off in the middle; it is of no use any more. */
  WorkerLostException lostBy(Phase phase, CorruptFrameException cause) {
    if (process.hasEnded(BREAK_OFF_MILLIS)) {
      return lost(ended(phase));
    }
    process.kill();
    process.hasEnded(END_MILLIS);
    return lost(
        new Crashed<Object>(
            Kind.CRASHED,
            "the worker answered what makes no sense while " + phase + ": " + cause.getMessage(),
            new Evidence(OptionalInt.empty(), lastLines())));
  }

  /** Asks the process to end, and kills it if it does not. */
  @Override
  public void close() {
    try {
      // Its input stays open meanwhile: an end of input would end it without tidying up.
      out.write(Messages.frame(new Command.Quit()));
    } catch (IOException e) {
      // It is gone already.
      process.kill();
    }
    if (!process.hasEnded(END_MILLIS)) {
      process.kill();
      process.hasEnded(END_MILLIS);
    } else if (process.isAlive()) {
      process.kill();
    }
    closeStreams();
    removeIfEmpty(errors);
  }

  private void closeStreams() {
    for (Closeable stream :
        List.of(process.root().getInputStream(), process.root().getOutputStream())) {
      try {
        stream.close();
      } catch (IOException e) {
        // The process is gone, and with it the other end; there was nothing more to say.
      }
    }
  }

  private void tell(Frame frame, Phase phase) throws WorkerLostException {
    try {
      out.write(frame);
    } catch (IOException e) {
      // The pipe broke; how the process ended says more.
      throw lost(ended(phase));
    }
  }

  private Reply accept(Reply reply) throws WorkerLostException {
    if (reply instanceof Reply.Refused refused) {
      throw lost(Obituary.refusal(Kind.MODEL_REFUSED, refused.reason(), lastLines()));
    }
    if (reply instanceof Reply.Failed failed) {
      throw lost(Obituary.refusal(Kind.INFERENCE_FAILED, failed.reason(), lastLines()));
    }
    if (reply instanceof Reply.Unsuited unsuited) {
      throw lost(Obituary.refusal(Kind.LOAD_UNSUITED, unsuited.reason(), lastLines()));
    }
    return reply;
  }

  private WorkerLostException lost(Broken<Object> outcome) {
    LiveProcesses.ofThisJvm().standStillIfEnding(0);
    return new WorkerLostException(name, outcome);
  }

  private Broken<Object> timedOut(Phase phase, Duration limit) {
    process.hasEnded(END_MILLIS);
    return new TimedOut<>(phase, limit, new Evidence(OptionalInt.empty(), lastLines()));
  }

  private Broken<Object> ended(Phase phase) {
    if (!process.hasEnded(END_MILLIS)) {
      process.kill();
      process.hasEnded(END_MILLIS);
      return new Crashed<>(
          Kind.CRASHED,
          "the worker closed its output while " + phase,
          new Evidence(OptionalInt.empty(), lastLines()));
    }
    int exitCode = process.root().exitValue();
    if (Obituary.isEndedLikeAJob(exitCode)) {
      LiveProcesses.ofThisJvm().standStillIfEnding(SAME_SIGNAL_MILLIS);
    }
    if (exitCode == WorkerMain.CANNOT_WRITE) {
      throw new UncheckedIOException(
          name + ": the worker cannot write its answers", new IOException(lastLine()));
    }
    OptionalLong killsNow = KernelKills.OF_THIS_MACHINE.count();
    boolean kernelKilled =
        killsBefore.isPresent()
            && killsNow.isPresent()
            && killsNow.getAsLong() > killsBefore.getAsLong();
    return Obituary.of(exitCode, phase, lastLines(), kernelKilled);
  }

  private String lastLine() {
    List<String> lines = lastLines();
    return lines.isEmpty() ? "it did not say why" : lines.get(lines.size() - 1);
  }

  private List<String> lastLines() {
    List<String> lines = new ArrayList<>(in.noise().lines().toList());
    COLORS.matcher(tail(errors)).replaceAll("").lines().forEach(lines::add);
    return lines.subList(Math.max(0, lines.size() - Evidence.LAST_LINES), lines.size());
  }

  private static String tail(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - TAIL_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      channel.read(bytes, from);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static void removeIfEmpty(Path file) {
    try {
      if (Files.size(file) == 0) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // Only tidiness is lost.
    }
  }
}
