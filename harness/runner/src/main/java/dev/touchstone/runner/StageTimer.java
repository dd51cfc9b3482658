package dev.touchstone.runner;

import dev.touchstone.runner.process.Answers;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.worker.NanoClock;
import dev.touchstone.worker.SystemClock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Times the work around an inference, sample by sample, warm, on one thread of this process and
 * while no worker runs. Files come from the page cache, so no disk is in it.
 */
final class StageTimer {

  /** With the machine's own clock. */
  static final StageTimer OF_THIS_PROCESS = new StageTimer(new SystemClock());

  /** Enough for a p99. */
  private static final int WANTED = SoloLength.QUERIES_FOR_P99;

  private static final long WARM_UP_NANOS = 400_000_000L;
  private static final long AT_MOST_NANOS = 3_000_000_000L;

  /** Answers that are decoded in turn. */
  private static final int KEPT_ANSWERS = 256;

  private final NanoClock clock;

  StageTimer(NanoClock clock) {
    this.clock = clock;
  }

  /**
   * From a stored sample to the model's tensors, in nanoseconds; empty if the samples are not
   * stored anywhere.
   */
  long[] preprocess(Dataset data) {
    return data.isStored() ? times(i -> data.sample(i % data.size())) : new long[0];
  }

  /** From a model's output to its meaning, in nanoseconds. */
  long[] postprocess(Answers answers) {
    List<ByteBuffer> raw = answers.raw(0, KEPT_ANSWERS);
    Postprocessing work = new Postprocessing(answers.outputs().get(0));
    return times(i -> work.accept(raw.get(i % raw.size())));
  }

  private long[] times(IntConsumer work) {
    long start = clock.nanos();
    for (int i = 0; i < WANTED && clock.nanos() - start < WARM_UP_NANOS; i++) {
      work.accept(i);
    }
    long[] nanos = new long[WANTED];
    int done = 0;
    start = clock.nanos();
    while (done < WANTED && clock.nanos() - start < AT_MOST_NANOS) {
      long before = clock.nanos();
      work.accept(done);
      nanos[done] = clock.nanos() - before;
      done++;
    }
    return Arrays.copyOf(nanos, done);
  }
}
