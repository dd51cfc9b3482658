package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Sample;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.worker.NanoClock;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTimerTest {

  private static final long MILLI = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final StageTimer timer = new StageTimer(clock);

  @Test
  void timesEverySampleAfterAWarmUp() {
    long[] nanos = timer.preprocess(new SlowDataset(MILLI));

    assertThat(nanos).hasSize(SoloLength.QUERIES_FOR_P99).containsOnly(MILLI);
  }

  @Test
  void endsEarlyWhereASampleTakesLong() {
    // 0.4 s of warm-up are one sample of a second, and 3 s are three more.
    assertThat(timer.preprocess(new SlowDataset(1_000 * MILLI))).hasSize(3);
  }

  @Test
  void doesNotTimeSamplesThatAreStoredNowhere() {
    assertThat(timer.preprocess(MemoryDataset.ofClasses(3, 3))).isEmpty();
  }

  @Test
  void timesTheWayFromAnswersToTheirMeaning(@TempDir Path folder) throws IOException {
    long[] nanos = timer.postprocess(answers(folder, 1, 3, 2));

    assertThat(nanos).hasSize(SoloLength.QUERIES_FOR_P99);
  }

  @Test
  void findsTheLargestElementAndItsShare(@TempDir Path folder) throws IOException {
    Answers answers = answers(folder, 1, 3, 2);
    Postprocessing work = new Postprocessing(answers.outputs().get(0));

    work.accept(answers.raw(0, 1).get(0));

    assertThat(work.largest()).isEqualTo(1);
    assertThat(work.share()).isCloseTo(0.6652, within(1e-4));
  }

  private static Answers answers(Path folder, float... scores) throws IOException {
    Path file = folder.resolve("answers.bin");
    TensorSpec spec =
        new TensorSpec("scores", TensorType.FLOAT32, List.of(1L, (long) scores.length));
    ByteBuffer raw = ByteBuffer.allocate(4 * scores.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float score : scores) {
      raw.putFloat(score);
    }
    try (TensorFile.Writer out = new TensorFile.Writer(file, List.of(spec))) {
      out.write(raw.rewind());
    }
    return new Answers(file);
  }

  /** Moves only when something is done. */
  private static final class ManualClock implements NanoClock {
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void spinUntil(long nanos) {
      now = nanos;
    }

    @Override
    public void waitUntil(long nanos) {
      now = nanos;
    }
  }

  /** Every sample takes the same time. */
  private final class SlowDataset implements Dataset {
    private final Dataset data = MemoryDataset.ofClasses(5, 3);
    private final long nanos;

    SlowDataset(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public boolean isStored() {
      return true;
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public List<String> inputNames() {
      return data.inputNames();
    }

    @Override
    public Sample sample(int index) {
      clock.spinUntil(clock.nanos() + nanos);
      return data.sample(index);
    }

    @Override
    public Optional<Labels> labels() {
      return data.labels();
    }

    @Override
    public Map<String, List<String>> slices() {
      return data.slices();
    }

    @Override
    public String fingerprint() {
      return data.fingerprint();
    }
  }
}
