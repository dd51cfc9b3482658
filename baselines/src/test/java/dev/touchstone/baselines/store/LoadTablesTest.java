package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.QueryLooks;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTablesTest {

  @TempDir private Path temporary;

  private SoloObservations read(SoloObservations written) {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.of(List.of(written)), folder);
    return ResultFolder.read(folder).solo().get(0);
  }

  private static LoadSlice slice(int index, long median, String... throttled) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(median);
    return new LoadSlice(index, index * 10L, index * 10L + 10, histogram, List.of(throttled));
  }

  @Test
  void keepsLooksAndInferences() {
    SoloObservations read =
        read(Results.solo(Results.ODD_NAME).with(QueryLooks.doubling(1, 9)).withInferences(7));

    assertThat(read.looks().planned()).containsExactly(1, 2, 4, 8);
    assertThat(read.inferences()).hasValue(7);
  }

  @Test
  void keepsEverySliceWithItsHistogramAndWhatHeldTheCpuDown() {
    List<LoadSlice> slices = List.of(slice(0, 5), slice(1, 6, "hot, \"very\"", "capped"));
    SoloObservations read = read(Results.solo(Results.ODD_NAME).with(slices));

    assertThat(read.slices()).isEqualTo(slices);
    assertThat(read.inferences()).isEmpty();
  }

  @Test
  void keepsTheObservationsOfEveryStage() {
    Stages stages = new Stages(new long[] {1, 1L << 40}, new long[] {3});
    SoloObservations read = read(Results.solo("reference").with(stages));

    assertThat(read.stages().preprocess()).containsExactly(1, 1L << 40);
    assertThat(read.stages().postprocess()).containsExactly(3);
  }

  @Test
  void missesAHistogramThatIsGone() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(
        Results.of(List.of(Results.solo("reference").with(List.of(slice(0, 5))))), folder);
    Path log = folder.resolve("latency.hlog");
    Files.write(log, Files.readAllLines(log).stream().filter(l -> !l.contains("/0,")).toList());
    Checksums.write(folder);

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("latency.hlog has no histogram for slice 0");
  }
}
