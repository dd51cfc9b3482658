package dev.touchstone.runner.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.power.PowerMeter.Recording;
import dev.touchstone.runner.system.FileTree;
import dev.touchstone.runner.testing.Board;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSourceTest {

  @TempDir Path root;

  @Test
  void isTheRailOfAJetson() {
    Board.jetson(root);
    assertThat(found().meter().orElseThrow().name()).isEqualTo("rail VDD_IN");
  }

  @Test
  void isTheProcessorOfANuc() {
    Board.nuc(root);
    assertThat(found().meter().orElseThrow().name()).isEqualTo("RAPL package-0 + dram");
    assertThat(found().obstacle()).isEmpty();
  }

  @Test
  void saysOfEverySensorWhyARaspberryPiHasNone() {
    Board.raspberryPi4(root);
    assertThat(found().meter()).isEmpty();
    assertThat(found().obstacle())
        .isEqualTo(
            "There is no sensor. RAPL: no package below /sys/class/powercap (no such processor, or"
                + " a virtual machine); power rails: no chip below /sys/class/hwmon measures power"
                + " (INA3221, INA226 and the like); meter: none was named with --power-log.");
  }

  @Test
  void saysWhyAVirtualMachineHasNone() {
    Board.bareVirtualMachine(root);
    assertThat(found().obstacle()).startsWith("There is no sensor. RAPL: no package");
  }

  @Test
  void readsUntilItIsClosed() throws InterruptedException {
    Board.nuc(root);
    CountDownLatch read = new CountDownLatch(3);
    Sleeper impatient =
        time -> {
          assertThat(time).isEqualTo(Sampler.PERIOD);
          read.countDown();
          Thread.sleep(1);
        };
    PowerMeter meter =
        PowerSource.in(new FileTree(root), Clock.systemUTC(), impatient).meter().orElseThrow();

    Instant from;
    Instant to;
    try (Recording recording = meter.record()) {
      from = Instant.now();
      assertThat(read.await(1, TimeUnit.MINUTES)).isTrue();
      to = Instant.now();
      assertThat(recording.cost()).isGreaterThanOrEqualTo(Duration.ZERO);
    }
    assertThat(meter.trace(to).reaches(to)).isTrue();
    assertThat(meter.trace(to).reaches(from)).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().equals("touchstone-power") && t.isAlive());
  }

  private PowerSource found() {
    return PowerSource.in(new FileTree(root), Clock.systemUTC(), Sleeper.REAL);
  }
}
