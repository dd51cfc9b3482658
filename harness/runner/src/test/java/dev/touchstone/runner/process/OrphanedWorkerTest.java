package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose parent is gone, whatever way it went. */
class OrphanedWorkerTest {

  private static final Path CACHE = Path.of("target", "natives");

  @TempDir Path folder;

  private Path model;

  @BeforeEach
  void makeModel() {
    model = OnnxModels.relu(folder.resolve("relu.onnx"));
  }

  @Test
  void endsByItself() throws Exception {
    Process parent = startParent();
    ProcessHandle worker = workerOf(parent);

    parent.destroyForcibly();

    worker.onExit().get(30, TimeUnit.SECONDS);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void isKilledOnTheWayOutIfItHangs() throws Exception {
    Process parent = startParent();
    ProcessHandle worker = workerOf(parent);
    WorkerLauncherTest.signal("STOP", worker.pid());

    WorkerLauncherTest.signal("TERM", parent.pid());

    worker.onExit().get(30, TimeUnit.SECONDS);
    assertThat(worker.isAlive()).isFalse();
  }

  private Process startParent() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            ParentMain.class.getName(),
            CACHE.toString(),
            folder.resolve("trials").toString(),
            model.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessHandle workerOf(Process parent) throws IOException {
    String line = parent.inputReader().readLine();
    return ProcessHandle.of(Long.parseLong(line)).orElseThrow();
  }
}
