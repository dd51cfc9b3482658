package dev.touchstone.runner.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.runner.system.FileTree;
import dev.touchstone.runner.testing.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RaplTest {

  private static final String COUNTER = "sys/class/powercap/intel-rapl:0/energy_uj";

  @TempDir Path root;

  @Test
  void addsPackageAndMemoryAndNothingTwice() {
    Board board = Board.nuc(root);
    PowerSensor rapl = Rapl.search(new FileTree(root)).sensor().orElseThrow();

    assertThat(rapl.name()).isEqualTo("RAPL package-0 + dram");
    assertThat(rapl.joules(Instant.EPOCH)).hasValue(0);
    board.energy("intel-rapl:0", "package-0", 123_456_789 + 15_000_000);
    board.energy("intel-rapl:0:0", "core", 999_000_000);
    board.energy("intel-rapl:0:2", "dram", 5_000_000 + 500_000);
    board.energy("intel-rapl:1", "psys", 999_000_000);
    board.energy("intel-rapl-mmio:0", "package-0", 999_000_000);
    assertThat(rapl.joules(Instant.EPOCH).orElseThrow()).isCloseTo(15.5, within(1e-9));
  }

  @Test
  void goesOnWhereACounterStartsAgain() {
    Board board = Board.nuc(root).energy("intel-rapl:0", "package-0", 262_143_000_000L);
    PowerSensor rapl = Rapl.search(new FileTree(root)).sensor().orElseThrow();

    rapl.joules(Instant.EPOCH);
    board.energy("intel-rapl:0", "package-0", 671_150);
    assertThat(rapl.joules(Instant.EPOCH).orElseThrow()).isCloseTo(1.0, within(1e-9));
    board.energy("intel-rapl:0", "package-0", 1_671_150);
    assertThat(rapl.joules(Instant.EPOCH).orElseThrow()).isCloseTo(2.0, within(1e-9));
  }

  @Test
  void countsBothPackagesOfAMachineWithTwo() {
    Board.nuc(root).energy("intel-rapl:1", "package-1", 1);
    assertThat(Rapl.search(new FileTree(root)).sensor().orElseThrow().name())
        .isEqualTo("RAPL package-0 + dram + package-1");
  }

  @Test
  void doesNotAnswerWhereACounterIsGone() throws IOException {
    Board.nuc(root);
    PowerSensor rapl = Rapl.search(new FileTree(root)).sensor().orElseThrow();
    Files.delete(root.resolve(COUNTER));

    assertThat(rapl.joules(Instant.EPOCH)).isEmpty();
  }

  @Test
  void saysWhichCounterCannotBeRead() throws IOException {
    Board.nuc(root);
    Files.delete(root.resolve(COUNTER));
    Files.createDirectory(root.resolve(COUNTER));

    assertThat(Rapl.search(new FileTree(root)).obstacle())
        .isEqualTo("RAPL: /" + COUNTER + ": cannot be read");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void saysHowToOpenACounterThatOnlyRootMayRead() throws IOException {
    Board.nuc(root);
    Path counter = root.resolve(COUNTER);
    Files.setPosixFilePermissions(counter, PosixFilePermissions.fromString("-w-------"));
    assumeFalse(Files.isReadable(counter), "root reads everything");

    assertThat(Rapl.search(new FileTree(root)).obstacle())
        .startsWith("RAPL: /" + COUNTER + ": permission denied; \"sudo chmod a+r /sys/class/");
  }

  @Test
  void isAbsentOnAVirtualMachine() {
    Board.bareVirtualMachine(root);
    Search search = Rapl.search(new FileTree(root));

    assertThat(search.sensor()).isEmpty();
    assertThat(search.obstacle()).startsWith("RAPL: no package below /sys/class/powercap");
  }
}
