package dev.touchstone.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that is gone when the run is over, even if the run is ended by Ctrl-C. */
final class RunFolder implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunFolder.class.getName());

  private final Path path;
  private final Thread atExit;

  private RunFolder(Path path) {
    this.path = path;
    this.atExit = new Thread(() -> delete(path), "touchstone-tidies-up");
  }

  static RunFolder create() {
    try {
      RunFolder folder = new RunFolder(Files.createTempDirectory("touchstone-run-"));
      Runtime.getRuntime().addShutdownHook(folder.atExit);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    delete(path);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "the JVM is ending and runs the hook itself", e);
    }
  }

  /** Deletes what can be deleted; the system's own sweep takes the rest. */
  private static void delete(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "cannot delete " + root, e);
    }
  }
}
