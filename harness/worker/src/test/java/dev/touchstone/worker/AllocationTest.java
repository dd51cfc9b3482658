package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.touchstone.worker.protocol.RuntimeSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts the bytes that a thread allocates; what the JVM counts is exact. */
class AllocationTest {

  private static final int ITERATIONS = 100;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void timingAnIterationAllocatesNothing() throws Exception {
    assertThat(ofTimingWith(CpuClocks.choose(1, List.of()))).isZero();
  }

  @Test
  void timingWithInferenceThreadsAllocatesNothing() throws Exception {
    Path task = Files.createDirectories(folder.resolve("task"));
    Files.writeString(task.resolve("schedstat"), "123456789 5 1\n");

    assertThat(ofTimingWith(CpuClocks.choose(2, List.of(new ObservedThread(task))))).isZero();
  }

  @Test
  void aTimedCallAllocatesWhatTheRuntimesOwnCallAllocates() {
    Path model = TinyModel.relu(1, 4).write(folder.resolve("relu.onnx"));
    try (MeasuredCall call = MeasuredCall.open(model, RuntimeSettings.DEFAULT)) {
      long bare = bytes(call::bare);
      long timed = bytes(call::timed);

      assertThat(bare).isPositive();
      assertThat(timed).isEqualTo(bare);
    }
  }

  private long ofTimingWith(CpuClock cpu) throws IOException {
    Stopwatch stopwatch = new Stopwatch(new SystemClock(), cpu, 0);
    ObservationLog log = new ObservationLog(3 * ITERATIONS);
    Inference nothing = new Nothing();
    return bytes(
        () -> {
          try {
            stopwatch.time(nothing, log);
          } catch (InferenceException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Of so many iterations, after as many that may load classes. */
  private long bytes(Runnable iteration) {
    long before = 0;
    for (int i = 0; i < 2 * ITERATIONS; i++) {
      if (i == ITERATIONS) {
        before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      }
      iteration.run();
    }
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }

  private static final class Nothing implements Inference {
    @Override
    public void run() {
      // Only what is around it counts.
    }
  }
}
