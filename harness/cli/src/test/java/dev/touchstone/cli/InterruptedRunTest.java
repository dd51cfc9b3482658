package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.baselines.store.SharedLock;
import dev.touchstone.runner.job.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is ended from outside, wherever it is. */
@Timeout(180)
class InterruptedRunTest {

  private static final long SEED = 20261126;

  @TempDir private static Path home = Path.of("");

  private static Path scenario = Path.of("");
  private static int code;
  private static int lines;

  /** A whole run, whose result is there when later ones are ended. */
  @BeforeAll
  static void runOnce() throws Exception {
    scenario = SmallScenario.in(Files.createDirectory(home.resolve("scenario")));
    Started run = Started.java(home, SmallRunMain.class, scenario, out());
    code = run.end();
    lines = (int) run.said().lines().count();
    assertThat(code).as(run.said()).isBetween(0, 4).isNotEqualTo(2);
    assertThat(home.resolve("scratch")).doesNotExist();
  }

  @ParameterizedTest(name = "{0} in part {1} of 8")
  @CsvSource({"TERM, 0", "INT, 1", "TERM, 2", "INT, 3", "TERM, 4", "INT, 5", "TERM, 6", "INT, 7"})
  void leavesNothingBehind(String signal, int part) throws Exception {
    boolean interrupts = signal.equals("INT");
    Assumptions.assumeFalse(
        interrupts && Started.isIgnored(2), "Ctrl-C is ignored by what this process starts");
    // With another cache the first half makes candidates and unpacks the runtime again.
    if (part == 2) {
      Files.move(home.resolve("cache"), home.resolve("cache-" + part));
    }
    Started run = Started.java(home, SmallRunMain.class, scenario, out());
    run.awaitLines(part * lines / 8);
    Thread.sleep(new Random(SEED + part).nextInt(150));

    run.signal(signal);

    assertThat(run.end()).as(run.said()).isIn(interrupts ? 130 : 143, code);
    assertThat(Started.processesOf(home)).isEmpty();
    if (part > 0) { // before the JVM runs any program, nobody is there to delete it
      assertThat(home.resolve("scratch")).doesNotExist();
    }
    assertThatNothingIsHalfDone();
  }

  @Test
  void leavesNoWorkerEvenIfItIsKilledOutright() throws Exception {
    Started run = Started.java(home, SmallRunMain.class, scenario, out());
    run.awaitLines(lines / 2);
    run.process().destroyForcibly();
    run.end();

    for (ProcessHandle worker : Started.processesOf(home)) {
      worker.onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(Started.processesOf(home)).isEmpty();
    assertThatNothingIsHalfDone();
  }

  @Test
  void isEndedThroughTheLauncherToo() throws Exception {
    Path launcher = Installed.at(Files.createDirectory(home.resolve("installed")));
    Path work = Files.createDirectory(home.resolve("work"));
    Started run =
        Started.start(
            work,
            Started.lock(home),
            List.of(
                "sh", launcher.toString(), "run", scenario.toString(), "--out", out().toString()));
    run.awaitLines(2);

    run.signal("TERM");

    assertThat(run.end()).as(run.said()).isEqualTo(143);
    assertThat(Started.processesOf(work)).isEmpty();
    assertThat(work).isDirectoryNotContaining("glob:**/touchstone-*");
    assertThatNothingIsHalfDone();
  }

  private static void assertThatNothingIsHalfDone() throws IOException {
    assertThat(ResultFolder.read(out().resolve(StoredRun.FOLDER)).scenarioName())
        .isEqualTo("small");
    assertThat(out()).isDirectoryNotContaining("glob:**/.run.*");
    SharedLock.ofEverybody(Started.lock(home))
        .take(Duration.ZERO, "test", holder -> {})
        .orElseThrow()
        .close();
  }

  private static Path out() {
    return home.resolve("out");
  }
}
