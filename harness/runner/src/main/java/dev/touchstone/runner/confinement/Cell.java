package dev.touchstone.runner.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one worker is locked in; closed when the worker is gone. */
public final class Cell implements AutoCloseable {

  private final List<Limit> limits;
  private final Optional<Path> group;

  Cell(List<Limit> limits, Optional<Path> group) {
    this.limits = List.copyOf(limits);
    this.group = group;
  }

  /** The folder of the control group that was made for the worker. */
  Optional<Path> group() {
    return group;
  }

  /** The command that starts the worker inside, from the one that starts it outside. */
  public List<String> command(List<String> outside) {
    List<String> command = new ArrayList<>(outside);
    for (Limit limit : limits) {
      command = new ArrayList<>(limit.around(command, this));
    }
    return List.copyOf(command);
  }

  /** Closes this as soon as the worker is gone. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails here the next run does
  public void closeAfter(Process worker) {
    worker.onExit().thenRun(this::close);
  }

  /** Takes the control group away; the next run does if it cannot be now. */
  @Override
  public void close() {
    group.ifPresent(GroupFolders::remove);
  }
}
