package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.SteppingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrottleWatchTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void marksTheSliceInWhichTheCpuWasHeldDown(@TempDir Path root) {
    Board board = Board.nuc(root);
    // Every look is ten seconds after the last one, so that the watch's own thread sees nothing.
    SystemProbe probe = new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(10)));

    try (ThrottleWatch watch = ThrottleWatch.start(probe::conditions)) {
      watch.look();
      board.throttleCount(9);
      watch.look();

      assertThat(watch.marked(slice(0, 0, 15)).throttled()).isEmpty();
      assertThat(watch.marked(slice(1, 15, 30)).throttled()).hasSize(1);
      assertThat(watch.marked(slice(2, 30, 45)).throttled()).isEmpty();
    }
  }

  private static LoadSlice slice(int index, long from, long to) {
    return new LoadSlice(index, from * SECOND, to * SECOND, new Histogram(3), List.of());
  }
}
