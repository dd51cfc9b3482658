package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine on which somebody else measures. */
@Timeout(180)
class BusyMachineTest {

  @TempDir private Path home = Path.of("");

  private Path scenario = Path.of("");
  private Optional<Started> other = Optional.empty();

  @BeforeEach
  void startAnother() throws Exception {
    scenario = SmallScenario.in(Files.createDirectory(home.resolve("scenario")));
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Started holder = Started.java(elsewhere, Started.lock(home), HoldMain.class);
    other = Optional.of(holder);
    holder.awaitLines(1);
  }

  @AfterEach
  void endIt() {
    other.ifPresent(holder -> holder.process().destroyForcibly());
  }

  @Test
  void isNotMeasuredOnAndNotWaitedForIfOneDoesNotWant() throws Exception {
    Path model = SmallScenario.model(scenario.resolveSibling(""));
    Started refused =
        Started.java(
            home, Main.class, "measure", model, "--out", home.resolve("out"), "--wait", "0s");

    assertThat(refused.end()).as(refused.said()).isEqualTo(4);
    assertThat(refused.said())
        .containsPattern(
            "touchstone: the machine is in use by process "
                + other.orElseThrow().process().pid()
                + " of .*, for another-model, since 20.*Z; nothing was measured; try again")
        .doesNotContain("\tat ");
    assertThat(home.resolve("out/run")).doesNotExist();
  }

  @Test
  void isWaitedForAndSaidToBe() throws Exception {
    Path model = SmallScenario.model(scenario.resolveSibling(""));
    Started waiting =
        Started.java(
            home, Main.class, "measure", model, "--out", home.resolve("out"), "--wait", "1h");
    while (!waiting.said().contains("waiting up to 3600 s")) {
      assertThat(waiting.process().isAlive()).as(waiting.said()).isTrue();
      Thread.sleep(20);
    }

    waiting.signal("TERM");

    assertThat(waiting.end()).isEqualTo(143);
    assertThat(home.resolve("scratch")).doesNotExist();
  }
}
