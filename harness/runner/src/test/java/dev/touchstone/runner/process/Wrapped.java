package dev.touchstone.runner.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Puts a shell script in front of the program that runs workers. */
final class Wrapped {

  private Wrapped() {}

  /**
   * An installation whose program is a script.
   *
   * @param script lines of {@code sh}, in which {@code JAVA} stands for the real program; its
   *     arguments are {@code "$@"}
   */
  static WorkerInstallation by(String script, WorkerInstallation real, Path folder) {
    Path file = folder.resolve("wrapper.sh");
    String java = "'" + real.java() + "'";
    try {
      Files.writeString(file, "#!/bin/sh\n" + script.replace("JAVA", java) + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WorkerInstallation(file, real.classPath(), real.mainClass(), real.natives());
  }
}
