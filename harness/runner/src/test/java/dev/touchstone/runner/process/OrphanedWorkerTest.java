package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker whose parent is gone, whatever way it went, and whatever the worker is doing. */
@Timeout(120)
@SuppressWarnings("try") // what keeps a worker in its place is only held
class OrphanedWorkerTest {

  private static final Path CACHE = Path.of("target", "natives");

  @TempDir Path folder;

  @BeforeEach
  void prepare() throws Exception {
    Stage.prepare(folder);
  }

  @ParameterizedTest
  @EnumSource
  void endsByItself(Stage stage) throws Exception {
    Process parent = startParent(stage);
    ProcessHandle worker = Stage.worker(folder);
    try (OutputStream keeps = stage.await(folder)) {
      assertThat(worker.isAlive()).isTrue();

      parent.destroyForcibly();

      worker.onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(worker.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOAD", "BLOCK"})
  void isKilledOnTheWayOutIfItHangs(Stage stage) throws Exception {
    Process parent = startParent(stage);
    ProcessHandle worker = Stage.worker(folder);
    try (OutputStream keeps = stage.await(folder)) {
      WorkerLauncherTest.signal("STOP", worker.pid());

      WorkerLauncherTest.signal("TERM", parent.pid());

      worker.onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(worker.isAlive()).isFalse();
    assertThat(parent.waitFor()).isEqualTo(143);
  }

  private Process startParent(Stage stage) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            ParentMain.class.getName(),
            stage.name(),
            CACHE.toAbsolutePath().toString(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
