package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Fault;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Stop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that is killed, or hangs, at any place of its life. */
@Timeout(120)
@SuppressWarnings("try") // what keeps a worker in its place is only held
class LostWorkerTest {

  private static final Path CACHE = Path.of("target", "natives");

  /** Nothing but a hang takes so long, and everything else may. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  @BeforeEach
  void prepare() throws Exception {
    Stage.prepare(folder);
  }

  @ParameterizedTest
  @EnumSource
  void isToldApartFromAModelThatFailsIfItWasKilled(Stage stage) throws Exception {
    CompletableFuture<Fault> fault = keepAt(stage, Limits.DEFAULT);
    ProcessHandle worker = Stage.worker(folder);

    try (OutputStream keeps = stage.await(folder)) {
      worker.destroyForcibly();

      assertThat(fault.get(60, TimeUnit.SECONDS))
          .returns(Fault.Kind.KILLED, Fault::kind)
          .satisfies(
              f ->
                  assertThat(f.reason())
                      .startsWith(
                          "the worker was ended by signal 9 (SIGKILL) while " + stage.phase()));
    }
    assertThat(worker.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOAD", "WARM_UP", "QUALITY"})
  void isStoppedIfItHangs(Stage stage) throws Exception {
    Duration load = stage.phase() == Phase.LOAD ? SHORT : LONG;
    CompletableFuture<Fault> fault = keepAt(stage, new Limits(LONG, load, SHORT, SHORT));
    ProcessHandle worker = Stage.worker(folder);

    assertHung(fault.get(60, TimeUnit.SECONDS), stage.phase());
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void isStoppedIfItHangsBetweenTwoCommands() throws Exception {
    assertHung(hungIn(worker -> worker.block(5)), Phase.BLOCK);
    assertHung(
        hungIn(worker -> worker.load(new Arrival.SingleStream(), Stop.afterQueries(2))),
        Phase.PATTERN);
    assertHung(hungIn(LiveWorker::memory), Phase.MEMORY);
  }

  @Test
  void isMissedBeforeItsFirstWord() throws Exception {
    assertThat(afterStart("kill -KILL $$", Limits.DEFAULT).reason())
        .startsWith("the worker was ended by signal 9 (SIGKILL) while starting");
    Limits impatient = new Limits(SHORT, SHORT, SHORT, SHORT);
    assertThat(afterStart("kill -STOP $$", impatient).reason())
        .isEqualTo("the worker was still starting after 2.0 s and was stopped");
  }

  @Test
  void leavesNothingThatRanBelowTheProgramThatConfinedIt() throws Exception {
    WorkerInstallation below =
        Wrapped.by("sleep 1000 & JAVA \"$@\"", WorkerInstallation.ofThisProcess(CACHE), folder);
    Limits limits = new Limits(LONG, LONG, SHORT, SHORT);
    WorkerLauncher launcher = new WorkerLauncher(below, limits, folder.resolve("trials"));
    List<ProcessHandle> tree;
    try (LiveWorker worker = launcher.start(quick())) {
      tree = ProcessHandle.of(worker.processId()).orElseThrow().descendants().toList();
      for (ProcessHandle each : tree) {
        WorkerLauncherTest.signal("STOP", each.pid());
      }

      assertThat(faultOf(() -> worker.block(5)).kind()).isEqualTo(Fault.Kind.TIMED_OUT);
    }
    assertThat(tree).hasSize(2);
    awaitEnd(tree);
  }

  @Test
  void leavesNothingEvenIfTheProgramAboveItWasKilledAlone() throws Exception {
    WorkerInstallation below =
        Wrapped.by("JAVA \"$@\"; exit $?", WorkerInstallation.ofThisProcess(CACHE), folder);
    Limits limits = new Limits(LONG, LONG, SHORT, SHORT);
    WorkerLauncher launcher = new WorkerLauncher(below, limits, folder.resolve("trials"));
    List<ProcessHandle> tree;
    try (LiveWorker worker = launcher.start(quick())) {
      ProcessHandle above = ProcessHandle.of(worker.processId()).orElseThrow();
      tree = above.descendants().toList();
      for (ProcessHandle each : tree) {
        WorkerLauncherTest.signal("STOP", each.pid());
      }
      above.destroyForcibly();

      faultOf(() -> worker.block(5));
    }
    assertThat(tree).hasSize(1);
    awaitEnd(tree);
  }

  private CompletableFuture<Fault> keepAt(Stage stage, Limits limits) {
    WorkerLauncher launcher =
        new WorkerLauncher(Stage.installation(CACHE, folder), limits, folder.resolve("trials"));
    return CompletableFuture.supplyAsync(
        () ->
            faultOf(
                () -> {
                  try (LiveWorker worker = launcher.start(stage.launch(folder))) {
                    stage.stay(worker, folder);
                  }
                }));
  }

  /** What a command of a worker that was stopped before it ends in. */
  private Fault hungIn(WorkerLauncher.Task<?> command) throws Exception {
    WorkerLauncher launcher =
        new WorkerLauncher(
            WorkerInstallation.ofThisProcess(CACHE),
            new Limits(LONG, LONG, SHORT, SHORT),
            folder.resolve("trials"));
    try (LiveWorker worker = launcher.start(quick())) {
      WorkerLauncherTest.signal("STOP", worker.processId());
      return faultOf(() -> command.run(worker));
    }
  }

  /** A model whose commands should take no time at all. */
  private Launch quick() {
    return Launch.of(new TrialName("candidate", "test"), Order.of(folder.resolve("relu.onnx")));
  }

  private static void assertHung(Fault fault, Phase phase) {
    assertThat(fault.reason())
        .matches("the worker was still " + phase + " after [0-9.]+ s and was stopped");
    assertThat(fault.kind()).isEqualTo(Fault.Kind.TIMED_OUT);
  }

  private Fault afterStart(String script, Limits limits) throws Exception {
    WorkerInstallation hit =
        Wrapped.by(script + "; exec JAVA \"$@\"", WorkerInstallation.ofThisProcess(CACHE), folder);
    WorkerLauncher launcher = new WorkerLauncher(hit, limits, folder.resolve("trials"));
    return faultOf(() -> launcher.start(Stage.BLOCK.launch(folder)));
  }

  private interface Attempt {
    void run() throws WorkerLostException, IOException;
  }

  private static Fault faultOf(Attempt attempt) {
    try {
      attempt.run();
      throw new AssertionError("not lost");
    } catch (WorkerLostException e) {
      return e.fault();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitEnd(List<ProcessHandle> tree) throws Exception {
    for (ProcessHandle each : tree) {
      each.onExit().get(30, TimeUnit.SECONDS);
      assertThat(each.isAlive()).isFalse();
    }
  }
}
