package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Frame;
import dev.touchstone.worker.protocol.FrameReader;
import dev.touchstone.worker.protocol.FrameWriter;
import dev.touchstone.worker.protocol.Messages;
import dev.touchstone.worker.protocol.Order;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The measured process. Reads an order and commands from standard input, answers on standard
 * output, and ends when it is told to, or when its input ends because whoever started it is gone.
 *
 * <p>Exit codes: 0 as ordered · 3 the Java heap is exhausted (the JVM's own code for {@code
 * -XX:+ExitOnOutOfMemoryError}) · 65 what was read makes no sense · 70 a defect of the worker · 74
 * answers cannot be written, which is no fault of the model.
 */
public final class WorkerMain {

  /** The exit code for an exhausted Java heap. */
  public static final int OUT_OF_MEMORY = 3;

  /** The exit code for an order or command that makes no sense. */
  public static final int BAD_INPUT = 65;

  /** The exit code for a defect of the worker. */
  public static final int DEFECT = 70;

  /** The exit code for a disk that takes no answers; {@code EX_IOERR} of sysexits(3). */
  public static final int CANNOT_WRITE = 74;

  private WorkerMain() {}

  /** Runs the worker; the arguments are ignored. */
  @SuppressWarnings({"SystemOut", "SystemExitOutsideMain"})
  public static void main(String[] args) {
    SystemClock clock = new SystemClock();
    Marker marker = new Marker(clock, SystemClock.epochNanos(), clock.nanos());
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    // Whatever prints from now on must not get between the replies.
    System.setOut(System.err);
    System.exit(run(marker, new FrameReader(new FileInputStream(FileDescriptor.in)), out));
  }

  private static int run(Marker marker, FrameReader in, FileOutputStream out) {
    try {
      Optional<Frame> first = in.read();
      if (first.isPresent()) {
        Order order = Messages.order(first.get());
        Replies replies = new Replies(new FrameWriter(out));
        Worker worker = new Worker(marker, new ProcessFiles(Path.of("/proc/self")), replies);
        worker.obey(order, CommandThread.start(in));
      }
      return 0;
    } catch (OutOfMemoryError e) {
      // Thrown by Java code, for memory outside the heap, it does not end the JVM by itself.
      complain("java.lang.OutOfMemoryError: " + e.getMessage());
      return OUT_OF_MEMORY;
    } catch (UnwritableAnswersException e) {
      complain(String.valueOf(e.getMessage()));
      return CANNOT_WRITE;
    } catch (IOException e) {
      complain("The worker lost its orders: " + e.getMessage());
      return BAD_INPUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFECT;
    } catch (RuntimeException e) {
      e.printStackTrace();
      return DEFECT;
    }
  }

  static void complain(String message) {
    System.err.println(message);
  }
}
