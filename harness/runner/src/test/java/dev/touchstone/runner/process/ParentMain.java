package dev.touchstone.runner.process;

import java.io.IOException;
import java.nio.file.Path;

/** A process that starts a worker, brings it to a stage, and keeps it there to be ended. */
final class ParentMain {

  private ParentMain() {}

  public static void main(String[] args) throws WorkerLostException, IOException {
    Stage stage = Stage.valueOf(args[0]);
    Path folder = Path.of(args[2]);
    WorkerLauncher launcher =
        new WorkerLauncher(
            Stage.installation(Path.of(args[1]), folder), Limits.DEFAULT, folder.resolve("trials"));
    try (LiveWorker worker = launcher.start(stage.launch(folder))) {
      stage.stay(worker, folder);
    }
  }
}
