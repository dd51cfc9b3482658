package dev.touchstone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The temporary folder that the launcher made for this process, gone when it ends, by Ctrl-C too.
 *
 * <p>All that uses Java's temporary folder is sent there, since not everything tidies up: ONNX
 * Runtime leaves a folder at each start. It is the launcher that says so because Java looks at
 * {@code java.io.tmpdir} only once, when it starts.
 */
final class Scratch {

  private static final String PROPERTY = "touchstone.scratch";

  /** A thread that is writing while the process ends may put back what was just deleted. */
  private static final int ATTEMPTS = 5;

  private Scratch() {}

  /** Deletes the folder when this process ends. */
  static void deleteAtExit() {
    String folder = System.getProperty(PROPERTY, "");
    if (!folder.isEmpty()) {
      Thread deletes = new Thread(() -> delete(Path.of(folder)), "touchstone-deletes-scratch");
      Runtime.getRuntime().addShutdownHook(deletes);
    }
  }

  /** Deletes what can be deleted; the process is ending and nobody could be told of the rest. */
  static void delete(Path folder) {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(folder); attempt++) {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (IOException | UncheckedIOException e) {
        Thread.onSpinWait(); // something was put back; once more
      }
    }
  }
}
