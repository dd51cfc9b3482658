package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Memory;
import dev.touchstone.runner.process.TrialOutcome.Completed;
import dev.touchstone.runner.process.TrialOutcome.Crashed;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerLauncherTest {

  /** Kept between runs of the tests, as it is kept between runs of the product. */
  private static final Path CACHE = Path.of("target", "natives");

  private static final TrialName NAME = new TrialName("candidate", "pair 3 of int8");
  private static final WarmUp SHORT = new WarmUp(3, 1_000_000_000, 3);

  @TempDir Path folder;

  private Path model;
  private WorkerLauncher launcher;

  @BeforeEach
  void makeModel() {
    model = OnnxModels.relu(folder.resolve("relu.onnx"));
    launcher = launcher(Limits.DEFAULT);
  }

  @Nested
  class WithAModelThatRuns {

    @Test
    void completesATrialWithEverythingThatCanBeAsked() {
      Order order = Order.of(model).with(SHORT);

      TrialOutcome<Seen> outcome =
          launcher.run(
              Launch.of(NAME, order).withPadding(1_000),
              worker ->
                  new Seen(
                      worker.block(5_000),
                      worker.load(new LoadPattern.MultiStream(4), 1, Stop.afterQueries(7)),
                      worker.memory(),
                      worker.coldStart(),
                      worker.ready().outputs()));

      Seen seen = outcome.value().orElseThrow();
      assertThat(outcome.fault(NAME)).isEmpty();
      assertThat(seen.block().size()).isEqualTo(5_000);
      assertThat(seen.block().wallNanos(4_999)).isPositive();
      assertThat(seen.load().histogram().getTotalCount()).isEqualTo(7);
      assertThat(seen.load().queries().size()).isEqualTo(7);
      assertThat(seen.load().inferencesPerQuery()).isEqualTo(1);
      assertThat(seen.load().throughput()).isPositive();
      assertThat(seen.outputs()).isEqualTo("pinned");
      onLinux();
      Memory memory = seen.memory().orElseThrow();
      assertThat(memory.loading()).isPositive().isLessThanOrEqualTo(memory.peak());
      assertThat(memory.steady()).isGreaterThan(memory.fileBacked());
      ColdStart start = seen.coldStart().orElseThrow();
      assertThat(List.of(start.runtime(), start.session(), start.firstInference(), start.cpu()))
          .allMatch(part -> part > 0);
    }

    @Test
    void keepsTheAnswersToSamples() {
      Path samples = folder.resolve("samples");
      SampleFile.write(new FourNumbers(10, ""), 2, 7, samples);
      ModelInputs inputs = new ModelInputs(Optional.of(samples.toString()), 3, 1);

      TrialOutcome<Answers> outcome =
          launcher.run(
              Launch.of(NAME, Order.of(model).with(SHORT).with(inputs)),
              worker -> worker.quality(samples, folder.resolve("answers"), 5));

      Predictions.Scores scores = outcome.value().orElseThrow().scores(0);
      assertThat(scores.size()).isEqualTo(5);
      assertThat(scores.classes()).isEqualTo(4);
      assertThat(List.of(scores.score(0, 0), scores.score(0, 1), scores.score(4, 2)))
          .containsExactly(2f, 0f, 3f);
      assertThat(outcome.value().orElseThrow().values(0).at(4)).isEqualTo(6);
    }

    @Test
    void startsTheWorkersOfAPairSideBySide() throws WorkerLostException {
      List<LiveWorker> pair =
          launcher.startTogether(
              List.of(pairLaunch("reference", model), pairLaunch("candidate", model)));
      try (LiveWorker reference = pair.get(0);
          LiveWorker candidate = pair.get(1)) {
        for (int round = 0; round < 3; round++) {
          assertThat(reference.block(2).size()).isEqualTo(2);
          assertThat(candidate.block(3).size()).isEqualTo(3);
        }
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void leavesNoneOfAPairOfWhichOneDoesNotStart(int broken) throws IOException {
      Path none = Files.writeString(folder.resolve("none.onnx"), "no model");
      List<Launch> launches = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        launches.add(pairLaunch("arm-" + i, i == broken ? none : model));
      }

      assertThatThrownBy(() -> launcher.startTogether(launches))
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              e -> assertThat(e.fault().arm()).isEqualTo("arm-" + broken));

      assertThat(ProcessHandle.current().descendants()).noneMatch(ProcessHandle::isAlive);
    }

    private Launch pairLaunch(String arm, Path file) {
      return Launch.of(new TrialName(arm, "pair"), Order.of(file).with(SHORT));
    }

    @Test
    void leavesNeitherProcessNorFilesBehind() throws Exception {
      long process;
      Path trials = folder.resolve("trials");
      try (LiveWorker worker = launcher.start(Launch.of(NAME, Order.of(model).with(SHORT)))) {
        process = worker.processId();
        assertThat(ProcessHandle.of(process)).isPresent();
      }
      assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
      try (Stream<Path> files = Files.list(trials)) {
        assertThat(files).isEmpty();
      }
    }

    @Test
    void showsTheMemoryOfAWorkerWithoutAModel() {
      onLinux();
      TrialOutcome<Optional<Memory>> outcome =
          launcher.run(Launch.of(NAME, Order.empty()), LiveWorker::memory);

      assertThat(outcome.value().orElseThrow()).isPresent();
    }
  }

  @Nested
  class WithAModelThatDoesNotRun {

    @Test
    void tellsWhyTheRuntimeRefusesABrokenFile() throws IOException {
      Files.writeString(model, "no model");

      Fault failed = failure(Order.of(model));

      assertThat(failed.kind()).isEqualTo(Fault.Kind.MODEL_REFUSED);
      assertThat(failed.reason()).contains("relu.onnx").doesNotContain("\tat ");
    }

    @Test
    void tellsWhyTheRuntimeRefusesAnUnknownOperator() {
      OnnxModels.oneNode("NobodyKnowsThis", model);

      assertThat(failure(Order.of(model)).reason()).contains("NobodyKnowsThis");
    }

    @Test
    void tellsWhyTheRuntimeRefusesAVendorsOperator() {
      Path vendors = material().resolve("models/format-fixtures/deeploy_mlperf_kws_customop.onnx");
      Assumptions.assumeTrue(Files.exists(vendors), "needs " + vendors);

      Fault failed = failure(Order.of(vendors));

      assertThat(failed.kind()).isEqualTo(Fault.Kind.MODEL_REFUSED);
      assertThat(failed.reason()).contains("RequantShift");
    }
  }

  @Nested
  class WithAWorkerThatIsHit {

    @Test
    void saysThatItWasKilledFromOutside() throws WorkerLostException {
      try (LiveWorker worker = launcher.start(Launch.of(NAME, Order.of(model).with(SHORT)))) {
        ProcessHandle.of(worker.processId()).orElseThrow().destroyForcibly();

        Fault killed = lost(() -> worker.block(10));

        assertThat(killed.reason())
            .startsWith("the worker was ended by signal 9 (SIGKILL) while running a block");
        assertThat(killed.kind()).isEqualTo(Fault.Kind.KILLED);
        assertThat(killed.exitCode()).hasValue(137);
      }
    }

    @Test
    void stopsAWorkerThatHangs() throws Exception {
      WorkerLauncher impatient = launcher(limits(Duration.ofSeconds(1)));
      try (LiveWorker worker = impatient.start(Launch.of(NAME, Order.of(model).with(SHORT)))) {
        signal("STOP", worker.processId());

        Fault timedOut = lost(() -> worker.block(10));

        assertThat(timedOut.kind()).isEqualTo(Fault.Kind.TIMED_OUT);
        assertThat(timedOut.reason())
            .matches("the worker was still running a block after [0-9.]+ s and was stopped");
        assertThat(ProcessHandle.of(worker.processId()).filter(ProcessHandle::isAlive)).isEmpty();
      }
    }

    @Test
    void knowsAnExhaustedHeap() {
      Launch launch = Launch.of(NAME, Order.of(model).with(SHORT)).withHeap(8);

      TrialOutcome<Block> outcome = launcher.run(launch, worker -> worker.block(10_000_000));

      assertThat(outcome).isInstanceOf(Crashed.class);
      Fault fault = outcome.fault(NAME).orElseThrow();
      assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_MEMORY);
      assertThat(fault.exitCode()).hasValue(3);
      assertThat(fault.arm()).isEqualTo("candidate");
      assertThat(fault.trial()).isEqualTo("pair 3 of int8");
      assertThat(String.join("\n", fault.lastLines())).contains("OutOfMemoryError");
    }

    @Test
    void isNotBlamedForADiskThatTakesNoAnswers() {
      Path full = Path.of("/dev/full");
      Assumptions.assumeTrue(Files.exists(full), "needs " + full);
      Path samples = folder.resolve("samples");
      SampleFile.write(new FourNumbers(10, ""), 0, 10, samples);

      assertThatThrownBy(
              () ->
                  launcher.run(
                      Launch.of(NAME, Order.of(model).with(SHORT)),
                      worker -> worker.quality(samples, full, 10)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(NAME + ": the worker cannot write its answers")
          .hasRootCauseMessage(
              "cannot read " + samples + " or write /dev/full: No space left on device");
    }

    @Test
    void isOfNoUseAfterwards() throws WorkerLostException {
      try (LiveWorker worker = launcher.start(Launch.of(NAME, Order.of(model).with(SHORT)))) {
        ProcessHandle.of(worker.processId()).orElseThrow().destroyForcibly();

        assertThat(lost(() -> worker.block(10)).kind()).isEqualTo(Fault.Kind.KILLED);
        assertThat(lost(() -> worker.block(10)).kind()).isEqualTo(Fault.Kind.KILLED);
      }
    }
  }

  @Nested
  class WithAWorkerThatMisbehaves {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            exits-7              | CRASHED       | the worker ended with exit code 7 while starting
            exits-0              | CRASHED       | the worker ended with exit code 0 while starting
            native-out-of-memory | OUT_OF_MEMORY | the worker ran out of memory (exit code 134) while starting
            segmentation-fault   | CRASHED       | the worker was ended by signal 11 (SIGSEGV) while starting
            breaks-off           | CRASHED       | the worker ended with exit code 0 while starting
            out-of-turn          | CRASHED       | the worker answered what makes no sense while starting: an unexpected Done
            another-version      | CRASHED       | the worker answered what makes no sense while starting: a message of protocol version 99; versions 1 to 1 are known
            wrong-magic          | TIMED_OUT     | the worker was still starting after 2.0 s and was stopped
            lies-of-length       | TIMED_OUT     | the worker was still starting after 2.0 s and was stopped
            lies-a-lot           | CRASHED       | the worker answered what makes no sense while starting: a message of 2147483647 bytes
            endless-garbage      | CRASHED       | the worker answered what makes no sense while starting: more than 16777216 bytes that are no message
            damages-a-reply      | CRASHED       | the worker answered what makes no sense while running a block: a message of 36 bytes is damaged
            sends-too-much       | CRASHED       | the worker answered what makes no sense while running a block: more observations than the 2 possible
            sends-too-little     | CRASHED       | the worker answered what makes no sense while running a block: 1 observations where 2 are announced
            fails-for-memory     | OUT_OF_MEMORY | Failed to allocate memory for buffer
            says-nothing         | TIMED_OUT     | the worker was still starting after 2.0 s and was stopped
            """)
    void saysWhatHappened(String script, Fault.Kind kind, String reason) {
      Fault fault = scripted(script).fault(NAME).orElseThrow();

      assertThat(fault.reason()).isEqualTo(reason);
      assertThat(fault.kind()).isEqualTo(kind);
    }

    @Test
    void keepsTheLastLinesWithoutTheirColors() {
      Fault fault = scripted("writes-a-lot-of-errors").fault(NAME).orElseThrow();

      assertThat(fault.lastLines()).hasSize(20).endsWith("line", "red");
    }

    @Test
    void readsRepliesBetweenWhichNativeCodePrints() {
      TrialOutcome<Block> outcome = scripted("prints-between-replies");

      assertThat(outcome).isInstanceOf(Completed.class);
      assertThat(outcome.value().orElseThrow().cpuNanos(1)).isEqualTo(4);
    }

    private TrialOutcome<Block> scripted(String script) {
      WorkerInstallation real = WorkerInstallation.ofThisProcess(CACHE);
      WorkerInstallation fake =
          new WorkerInstallation(
              real.java(),
              Stream.concat(
                      Stream.of(WorkerInstallation.originOf(ScriptedWorkerMain.class)),
                      real.classPath().stream())
                  .toList(),
              ScriptedWorkerMain.class.getName(),
              Optional.empty());
      boolean hangs = Set.of("says-nothing", "wrong-magic", "lies-of-length").contains(script);
      Limits limits = hangs ? limits(Duration.ofSeconds(2)) : Limits.DEFAULT;
      return new WorkerLauncher(fake, limits, folder.resolve("trials"))
          .run(Launch.of(NAME, Order.of(Path.of(script))), worker -> worker.block(2));
    }
  }

  @Test
  void saysWhichProgramCannotBeStarted() {
    WorkerInstallation real = WorkerInstallation.ofThisProcess(CACHE);
    WorkerInstallation missing =
        new WorkerInstallation(
            Path.of("no-such-java"), real.classPath(), real.mainClass(), real.natives());
    WorkerLauncher broken = new WorkerLauncher(missing, Limits.DEFAULT, folder.resolve("trials"));

    assertThatThrownBy(() -> broken.start(Launch.of(NAME, Order.empty())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("starting no-such-java");
  }

  private record Seen(
      Block block,
      LoadObservations load,
      Optional<Memory> memory,
      Optional<ColdStart> coldStart,
      String outputs) {}

  /** Something that is expected to fail. */
  private interface Attempt {
    Object run() throws WorkerLostException;
  }

  private WorkerLauncher launcher(Limits limits) {
    return new WorkerLauncher(
        WorkerInstallation.ofThisProcess(CACHE), limits, folder.resolve("trials"));
  }

  private static Limits limits(Duration limit) {
    return new Limits(limit, Duration.ofMinutes(1), limit, limit);
  }

  private Fault failure(Order order) {
    TrialOutcome<Block> outcome =
        launcher.run(Launch.of(NAME, order.with(SHORT)), worker -> worker.block(1));
    return outcome.fault(NAME).orElseThrow();
  }

  private static Fault lost(Attempt attempt) {
    try {
      throw new AssertionError("not lost: " + attempt.run());
    } catch (WorkerLostException e) {
      return e.fault();
    }
  }

  static void signal(String signal, long process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process)).start().waitFor();
    while (signal.equals("STOP") && !isStopped(process)) {
      // One thread takes the signal; until it has had the CPU, the others run on.
      Thread.sleep(5);
    }
  }

  private static boolean isStopped(long process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
    }
    return true;
  }

  private static void onLinux() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "memory and CPU time are read on Linux only");
  }

  private static Path material() {
    String given = System.getProperty("TOUCHSTONE_MATERIAL", System.getenv("TOUCHSTONE_MATERIAL"));
    return given != null
        ? Path.of(given)
        : Path.of(System.getProperty("touchstone.root", ".")).resolve("../shared/material");
  }
}
