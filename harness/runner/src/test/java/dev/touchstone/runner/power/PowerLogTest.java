package dev.touchstone.runner.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerLogTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void holdsPowerAtInstants() throws IOException {
    Path log =
        log(
            """
            volts,time,watts
            5,2026-01-02T03:04:05Z,2.0
            5,2026-01-02T03:04:06.000Z,4.0
            5,2026-01-02T03:04:07+00:00,4.0
            """);
    assertThat(watts(log, 0, 1)).isCloseTo(3, within(1e-9));
    assertThat(watts(log, 1, 2)).isCloseTo(4, within(1e-9));
  }

  @Test
  void holdsPowerAtSecondsSince1970AsOtherProgramsWriteIt() throws IOException {
    Path log = log("\uFEFF\"time\", \"watts\"\r\n1767323045.0, 2\r\n1767323046.5, 2\r\n\r\n");

    assertThat(watts(log, 0, 1.5)).isCloseTo(2, within(1e-9));
  }

  @Test
  void leavesOutALineThatIsStillBeingWritten() throws IOException {
    Path log = log("time,watts\n1767323045,2\n1767323046,2\n17673230");
    assertThat(watts(log, 0, 1)).isCloseTo(2, within(1e-9));
  }

  @Test
  void namesEveryMistakeWithItsPlace() throws IOException {
    Path log =
        log(
            """
            time,watts
            yesterday,2
            1767323045,much
            1767323046,-1
            1767323047
            1767323048,4750000
            1767323050,2
            1767323049,2
            """);

    assertThatThrownBy(() -> PowerLog.read(log))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            String.join(
                "\n",
                log
                    + ":2:1: \"yesterday\" is no time; write an instant such as"
                    + " 2026-01-02T03:04:05.678Z, or seconds since 1970",
                log + ":3:2: \"much\" is no power from 0 to 10000 W; write watts such as 4.75",
                log + ":4:2: \"-1\" is no power from 0 to 10000 W; write watts such as 4.75",
                log + ":5:1: the row has 1 values, fewer than the header",
                log + ":6:2: \"4750000\" is no power from 0 to 10000 W; write watts such as 4.75",
                log
                    + ":8:1: the time 2026-01-02T03:04:09Z is not after that of the row before;"
                    + " sort rows"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''             | the header needs the columns "time" and "watts", it has none; rename
          't,power\\n1,2\\n' | the header needs the columns "time" and "watts", it has "t", "power"; rename
          """)
  void refusesALogWithoutItsColumns(String text, String expected) throws IOException {
    Path log = log(text.replace("\\n", "\n"));
    assertThatThrownBy(() -> PowerLog.read(log)).hasMessageStartingWith(log + ":1:1: " + expected);
  }

  @Test
  void refusesWhatIsNoTextAndWhatIsNotThere() throws IOException {
    Path log = Files.write(folder.resolve("meter.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 10});

    assertThatThrownBy(() -> PowerLog.read(log)).hasMessageContaining("no text in UTF-8");
    assertThatThrownBy(() -> PowerSource.ofLog(folder.resolve("none.csv")))
        .hasMessageEndingWith(
            "none.csv:1:1: there is no such file; start the meter's program first");
  }

  @Test
  void isWaitedForUntilItReachesTheEndOfTheRun() throws IOException {
    Path log = log("time,watts\n1767323045,2\n");
    List<Duration> waits = new ArrayList<>();
    LogMeter meter =
        new LogMeter(
            log,
            time -> {
              waits.add(time);
              append(log, (1767323045 + waits.size()) + ",2\n");
            });

    assertThat(meter.trace(START.plusSeconds(3)).reaches(START.plusSeconds(3))).isTrue();
    assertThat(waits).hasSize(3);
    assertThat(meter.name()).isEqualTo("power log meter.csv");
  }

  @Test
  void isNotWaitedForForever() throws IOException {
    List<Duration> waits = new ArrayList<>();
    LogMeter meter = new LogMeter(log("time,watts\n1767323045,2\n"), waits::add);

    assertThat(meter.trace(START.plusSeconds(3)).reaches(START.plusSeconds(3))).isFalse();
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(LogMeter.PATIENCE);
  }

  private static void append(Path log, String row) {
    try {
      Files.writeString(log, Files.readString(log) + row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double watts(Path log, double from, double to) {
    return PowerLog.read(log).meanWatts(at(from), at(to)).orElseThrow();
  }

  private static Instant at(double seconds) {
    return START.plusNanos(Math.round(seconds * 1e9));
  }

  private Path log(String text) throws IOException {
    return Files.write(folder.resolve("meter.csv"), text.getBytes(StandardCharsets.UTF_8));
  }
}
