package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.Frame;
import dev.touchstone.worker.protocol.FrameReader;
import dev.touchstone.worker.protocol.Messages;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads commands on a thread of its own, so that the end of the input is noticed, and the process
 * ended, even while a long command runs.
 */
final class CommandThread extends Thread implements Commands {

  private final FrameReader in;
  private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(16);

  private CommandThread(FrameReader in) {
    super("commands");
    this.in = in;
  }

  /** Starts to read. */
  static Commands start(FrameReader in) {
    CommandThread thread = new CommandThread(in);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public Command next() throws InterruptedException {
    return commands.take();
  }

  @Override
  public void run() {
    try {
      for (Optional<Frame> frame = in.read(); frame.isPresent(); frame = in.read()) {
        Command command = Messages.command(frame.get());
        commands.put(command);
        if (command instanceof Command.Quit) {
          // The JVM's end would wait 300 ms for a thread that still sits in a native read.
          return;
        }
      }
      // Whoever started this process is gone. Halting needs no word of the thread that may be busy.
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      WorkerMain.complain("The worker lost its orders: " + e.getMessage());
      Runtime.getRuntime().halt(WorkerMain.BAD_INPUT);
    } catch (InterruptedException e) {
      interrupt();
    }
  }
}
