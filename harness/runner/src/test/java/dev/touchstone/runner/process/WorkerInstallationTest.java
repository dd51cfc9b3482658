package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerInstallationTest {

  @TempDir Path folder;

  @Test
  void ofThisProcessIsTheWorkerAndTheTwoLibrariesThatItNeeds() {
    WorkerInstallation found = WorkerInstallation.ofThisProcess(Path.of("target", "natives"));

    assertThat(found.classPath()).hasSize(3).allMatch(Files::exists);
    assertThat(found.classPath().get(1).toString()).contains("onnxruntime");
    assertThat(found.classPath().get(2).toString()).contains("HdrHistogram");
    assertThat(found.natives()).isPresent();
    assertThat(found.java()).isExecutable();
    assertThat(found.mainClass()).isEqualTo("dev.touchstone.worker.WorkerMain");
  }

  @Test
  void inAFolderIsItsJars() throws IOException {
    Path jar = Files.copy(anyJar(), folder.resolve("a b.jar"));
    Files.writeString(folder.resolve("README"), "no jar");

    WorkerInstallation found = WorkerInstallation.inFolder(folder, folder.resolve("cache"));

    assertThat(found.classPath()).isEqualTo(List.of(jar));
    assertThat(found.natives()).isEmpty();
  }

  private static Path anyJar() {
    return WorkerInstallation.originOf(org.HdrHistogram.Histogram.class);
  }
}
