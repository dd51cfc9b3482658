package dev.touchstone.runner.process;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.WarmUp;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A place in a worker's life at which it can be kept.
 *
 * <p>It is kept in loading and in quality by a named pipe that nobody writes to in place of a file,
 * elsewhere by much to do.
 */
enum Stage {
  LOAD(Phase.LOAD),
  WARM_UP(Phase.LOAD),
  BLOCK(Phase.BLOCK),
  PATTERN(Phase.PATTERN),
  QUALITY(Phase.QUALITY);

  private static final WarmUp SHORT = new WarmUp(3, 1_000_000_000, 3);
  private static final int ENDLESS = 1_000_000_000;

  /** More than it takes to start a worker and load a small model. */
  private static final Duration BUSY = Duration.ofMillis(1_500);

  private static final Duration A_LITTLE = Duration.ofMillis(200);

  private final Phase phase;

  Stage(Phase phase) {
    this.phase = phase;
  }

  /** What the worker is found doing. */
  Phase phase() {
    return phase;
  }

  /** Makes what {@link #launch} and {@link #stay} need. */
  static void prepare(Path folder) throws IOException, InterruptedException {
    OnnxModels.relu(folder.resolve("relu.onnx"));
    new ProcessBuilder("mkfifo", pipe(folder).toString()).start().waitFor();
  }

  /** Writes the process's id into a file and then becomes the worker. */
  static WorkerInstallation installation(Path cache, Path folder) {
    return Wrapped.by(
        "echo $$ > '%s.part'; mv '%<s.part' '%<s'; exec JAVA \"$@\"".formatted(id(folder)),
        WorkerInstallation.ofThisProcess(cache),
        folder);
  }

  /** How a worker is started that is to be kept here. */
  Launch launch(Path folder) {
    Order order = Order.of(this == LOAD ? pipe(folder) : folder.resolve("relu.onnx")).with(SHORT);
    return Launch.of(
        new TrialName("candidate", "test"),
        this == WARM_UP
            ? order.with(new WarmUp(ENDLESS, Long.MAX_VALUE, ENDLESS))
            : order.withInjectedWork(100));
  }

  /** Keeps a worker here; returns when the worker is lost, or never. */
  void stay(LiveWorker worker, Path folder) throws WorkerLostException, IOException {
    Files.createFile(mark(folder));
    switch (this) {
      case BLOCK -> worker.block(60_000);
      case PATTERN -> worker.load(new Arrival.Server(1, 1), Stop.afterQueries(1_000));
      case QUALITY -> worker.quality(pipe(folder), folder.resolve("answers"), 5);
      default -> new Semaphore(0).acquireUninterruptibly();
    }
  }

  /**
   * Waits until the worker has come here.
   *
   * @return what keeps it here until it is closed
   */
  OutputStream await(Path folder) throws IOException, InterruptedException {
    ProcessHandle worker = worker(folder);
    if (this == LOAD) {
      // Opening waits for the one that reads. (A pipe that was opened would let QUALITY go on: it
      // cannot be read from a position, so the worker would say that the samples are unreadable.)
      return new FileOutputStream(pipe(folder).toFile());
    }
    Duration before = Duration.ZERO;
    if (this != WARM_UP) {
      awaitFile(mark(folder));
      before = cpu(worker);
    }
    Duration busy = this == WARM_UP ? BUSY : this == BLOCK ? A_LITTLE : Duration.ZERO;
    while (worker.isAlive() && cpu(worker).minus(before).compareTo(busy) < 0) {
      Thread.sleep(20);
    }
    Thread.sleep(A_LITTLE.toMillis());
    return OutputStream.nullOutputStream();
  }

  /** Waits for the worker's process. */
  static ProcessHandle worker(Path folder) throws IOException, InterruptedException {
    awaitFile(id(folder));
    return ProcessHandle.of(Long.parseLong(Files.readString(id(folder)).strip())).orElseThrow();
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void awaitFile(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(10);
    }
  }

  private static Path id(Path folder) {
    return folder.resolve("worker.pid");
  }

  private static Path mark(Path folder) {
    return folder.resolve("ready");
  }

  private static Path pipe(Path folder) {
    return folder.resolve("pipe");
  }
}
