package dev.touchstone.runner.process;

import dev.touchstone.worker.protocol.Order;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A process that starts a worker, prints its id, and then waits to be ended. */
final class ParentMain {

  private ParentMain() {}

  public static void main(String[] args) throws WorkerLostException, InterruptedException {
    WorkerLauncher launcher =
        new WorkerLauncher(
            WorkerInstallation.ofThisProcess(Path.of(args[0])), Limits.DEFAULT, Path.of(args[1]));
    LiveWorker worker =
        launcher.start(Launch.of(new TrialName("orphan", "test"), Order.of(Path.of(args[2]))));
    System.out.println(worker.processId());
    new Semaphore(0).acquire();
  }
}
