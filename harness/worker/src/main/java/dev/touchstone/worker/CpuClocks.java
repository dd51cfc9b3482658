package dev.touchstone.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.touchstone.worker.protocol.CpuAccount;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Chooses the CPU clock that fits the number of threads. */
final class CpuClocks {

  private CpuClocks() {}

  /**
   * The clock for a model.
   *
   * @param threads intra-op threads
   * @param started the threads that ONNX Runtime started, as far as they can be observed
   */
  static CpuClock choose(int threads, List<ObservedThread> started) {
    if (threads == 1) {
      return new CallingThread();
    }
    return started.isEmpty() ? new WholeProcess() : new InferenceThreads(started);
  }

  private static final class CallingThread implements CpuClock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public long nanos() {
      return threads.getCurrentThreadCpuTime();
    }

    @Override
    public CpuAccount account() {
      return CpuAccount.CALLING_THREAD;
    }
  }

  private static final class InferenceThreads implements CpuClock {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ObservedThread[] started;

    InferenceThreads(List<ObservedThread> started) {
      this.started = started.toArray(ObservedThread[]::new);
    }

    @Override
    public long nanos() {
      long sum = threads.getCurrentThreadCpuTime();
      for (ObservedThread thread : started) {
        sum += thread.cpuNanos();
      }
      return sum;
    }

    @Override
    public CpuAccount account() {
      return CpuAccount.INFERENCE_THREADS;
    }
  }

  private static final class WholeProcess implements CpuClock {
    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public long nanos() {
      return system.getProcessCpuTime();
    }

    @Override
    public CpuAccount account() {
      return CpuAccount.PROCESS;
    }
  }
}
