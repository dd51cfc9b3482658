package dev.touchstone.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * CPU time of one thread by its {@code schedstat}, whose first field is nanoseconds on the
 * processor (Linux, {@code Documentation/scheduler/sched-stats.rst}). The kernel brings it up to
 * date when the thread leaves the processor. The file stays open and nothing is allocated to read
 * it.
 */
final class ObservedThread {

  private final FileChannel schedstat;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

  /**
   * Opens a thread's file.
   *
   * @param task such as {@code /proc/self/task/4711}
   * @throws IOException if the kernel keeps no such account, or the thread is gone
   */
  ObservedThread(Path task) throws IOException {
    schedstat = FileChannel.open(task.resolve("schedstat"), StandardOpenOption.READ);
  }

  long cpuNanos() {
    try {
      buffer.clear();
      schedstat.read(buffer, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the CPU time of an inference thread", e);
    }
    buffer.flip();
    long value = 0;
    while (buffer.hasRemaining()) {
      int digit = buffer.get() - '0';
      if (digit < 0) {
        break;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
