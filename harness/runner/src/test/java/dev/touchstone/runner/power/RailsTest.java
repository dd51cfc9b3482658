package dev.touchstone.runner.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.runner.power.Rails.Rail;
import dev.touchstone.runner.system.FileTree;
import dev.touchstone.runner.testing.Board;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RailsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;

  @Test
  void multiplyVoltageAndCurrentOfAJetson() {
    Board.jetson(root);
    FileTree tree = new FileTree(root);

    assertThat(Rails.all(tree))
        .extracting(Rail::label)
        .containsExactly("VDD_IN", "VDD_CPU_GPU_CV", "VDD_SOC");
    assertThat(Rails.all(tree).get(0).watts(tree).orElseThrow())
        .isCloseTo(5.032 * 0.976, within(1e-9));
  }

  @Test
  void takeTheRailThatFeedsTheOthers() {
    Board.jetson(root);
    assertThat(sensor().name()).isEqualTo("rail VDD_IN");
  }

  @Test
  void addAllRailsWhereNoneFeedsTheOthers() {
    Board.jetson(root)
        .rail(1, "VDD_GPU_SOC", 19_000, 100)
        .rail(2, "VDD_CPU_CV", 19_000, 50)
        .rail(3, "NC", 19_000, 900);
    PowerSensor rails = sensor();

    assertThat(rails.name()).isEqualTo("rails VDD_GPU_SOC + VDD_CPU_CV");
    rails.joules(START);
    assertThat(rails.joules(START.plusSeconds(2)).orElseThrow()).isCloseTo(5.7, within(1e-9));
  }

  @Test
  void integrateByTheTrapezoidalRule() {
    Board board = Board.jetson(root).rail(1, "VDD_IN", 5_000, 1_000);
    PowerSensor rails = sensor();

    assertThat(rails.joules(START)).hasValue(0);
    board.rail(1, "VDD_IN", 5_000, 2_000);
    assertThat(rails.joules(START.plusMillis(100)).orElseThrow()).isCloseTo(0.75, within(1e-9));
    assertThat(rails.joules(START.plusMillis(200)).orElseThrow()).isCloseTo(1.75, within(1e-9));
  }

  @Test
  void readPowerOfChipsThatTellIt() {
    Board board = new Board(root).chip(2, "ina238");
    board.file("sys/class/hwmon/hwmon2/power1_input", "4750000\n");
    board.file("sys/class/hwmon/hwmon2/in0_input", "1\n");
    board.chip(3, "power_meter").file("sys/class/hwmon/hwmon3/power1_average", "80000000\n");
    board.chip(4, "nvme").file("sys/class/hwmon/hwmon4/power1_input", "9000000\n");
    FileTree tree = new FileTree(root);

    assertThat(Rails.all(tree)).extracting(Rail::label).containsExactly("ina238", "power_meter");
    assertThat(Rails.all(tree).get(0).watts(tree)).hasValue(4.75);
  }

  @Test
  void leaveOutAChannelThatIsOffOrDoesNotAnswer() {
    Board.jetson(root)
        .file("sys/class/hwmon/hwmon1/in2_enable", "0\n")
        .file("sys/class/hwmon/hwmon1/curr3_input", "\n");
    assertThat(Rails.all(new FileTree(root))).extracting(Rail::label).containsExactly("VDD_IN");
  }

  @Test
  void areAbsentOnARaspberryPi() {
    Board.raspberryPi5(root);
    Search search = Rails.search(new FileTree(root));

    assertThat(search.sensor()).isEmpty();
    assertThat(search.obstacle()).startsWith("power rails: no chip below /sys/class/hwmon");
  }

  private PowerSensor sensor() {
    return Rails.search(new FileTree(root)).sensor().orElseThrow();
  }
}
