package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.Memory;
import dev.touchstone.worker.protocol.ModelSource;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.RuntimeSettings;
import dev.touchstone.worker.protocol.WarmUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workers with 40 MiB more of weights, all of them used. Figures are medians of three workers.
 */
class WorkerMemoryTest {

  private static final double MEBI = 1 << 20;
  private static final int FEW = 1;
  private static final int MANY = 11;
  private static final double MORE = 40;
  private static final double MARGIN = 1.5;
  private static final int WORKERS = 7;

  @TempDir Path folder;

  private WorkerLauncher launcher;

  @BeforeEach
  void install() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/smaps_rollup")), "the Linux kernel accounts for memory");
    launcher =
        new WorkerLauncher(
            WorkerInstallation.ofThisProcess(Path.of("target", "natives")),
            Limits.DEFAULT,
            folder.resolve("trials"));
  }

  @Test
  void growsByTheWeightsThatLieBesideTheModel() {
    Seen few = see(WeightyModel.outside(folder, "few", FEW), RuntimeSettings.DEFAULT);
    Seen many = see(WeightyModel.outside(folder, "many", MANY), RuntimeSettings.DEFAULT);

    assertThat(many.peak() - few.peak()).isCloseTo(MORE, within(MARGIN));
    assertThat(many.steady() - few.steady()).isCloseTo(MORE, within(MARGIN));
    // The runtime packed them anew: they are its own memory now.
    assertThat(many.fileBacked() - few.fileBacked()).isCloseTo(0, within(MARGIN));
  }

  @Test
  void showsMappedWeightsAsPagesOfTheirFile() {
    RuntimeSettings asTheyAre = RuntimeSettings.DEFAULT.with("session.disable_prepacking", "1");
    Seen few = see(WeightyModel.outside(folder, "few", FEW), asTheyAre);
    Seen many = see(WeightyModel.outside(folder, "many", MANY), asTheyAre);

    assertThat(many.fileBacked() - few.fileBacked()).isCloseTo(MORE, within(MARGIN));
    assertThat(many.steady() - few.steady()).isCloseTo(MORE, within(MARGIN));
    assertThat(many.peak() - few.peak()).isCloseTo(MORE, within(MARGIN));
  }

  /**
   * How much more depends on how the allocator's heap happens to be cut: 49 to 64 MiB were seen.
   */
  @Test
  void needsMoreThanTheWeightsThatLieInTheModel() {
    Seen few = see(WeightyModel.inside(folder, "few", FEW), RuntimeSettings.DEFAULT);
    Seen many = see(WeightyModel.inside(folder, "many", MANY), RuntimeSettings.DEFAULT);

    assertThat(many.peak() - few.peak()).isBetween(MORE - MARGIN, 2 * MORE);
  }

  @Test
  void givesTheBytesBackThatAModelWasLoadedFrom() {
    RuntimeSettings bytes =
        RuntimeSettings.DEFAULT.from(ModelSource.BYTES).with("session.disable_prepacking", "1");
    Seen few = see(WeightyModel.inside(folder, "few", FEW), bytes);
    Seen many = see(WeightyModel.inside(folder, "many", MANY), bytes);

    assertThat(many.peak() - few.peak()).isGreaterThan(2 * MORE - MARGIN);
    assertThat(many.steady() - few.steady()).isLessThan(2 * MORE - MARGIN);
  }

  @Test
  void findsTheWeightsBesideAModelThatIsLoadedFromBytes() {
    Seen many =
        see(
            WeightyModel.outside(folder, "many", MANY),
            RuntimeSettings.DEFAULT
                .from(ModelSource.BYTES)
                .with("session.disable_prepacking", "1"));

    assertThat(many.fileBacked()).isGreaterThan(MORE);
  }

  private record Seen(double peak, double steady, double fileBacked) {}

  private Seen see(WeightyModel model, RuntimeSettings settings) {
    Order order = Order.of(model.file()).with(settings).with(new WarmUp(15, 0, 15));
    Memory[] seen = new Memory[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      Launch launch = Launch.of(new TrialName("weighty", "memory " + i), order);
      seen[i] = launcher.run(launch, LiveWorker::memory).value().orElseThrow().orElseThrow();
    }
    return new Seen(
        least(seen, Memory::peak), median(seen, Memory::steady), median(seen, Memory::fileBacked));
  }

  /**
   * A peak also holds what the JVM's compiler happens to need at that instant: on JDK 25 up to 5
   * MiB, and none at all in some workers. Chance only adds, so the least is what the model needs.
   */
  private static double least(Memory[] seen, ToLongFunction<Memory> part) {
    return Arrays.stream(seen).mapToLong(part).min().orElseThrow() / MEBI;
  }

  private static double median(Memory[] seen, ToLongFunction<Memory> part) {
    return Arrays.stream(seen).mapToLong(part).sorted().toArray()[WORKERS / 2] / MEBI;
  }
}
