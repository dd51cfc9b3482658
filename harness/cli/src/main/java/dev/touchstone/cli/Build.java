package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.runner.job.Lineup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * How a commit becomes a model: a command of the user's, in a worktree.
 *
 * @param command for {@code sh -c}
 * @param model where the command leaves the model, relative to the worktree
 * @param folder that keeps the models and what the commands printed
 */
record Build(String command, Path model, Path folder) {

  /**
   * Builds what is checked out.
   *
   * @return the model, copied with its external data; empty if the command failed or left none
   */
  Optional<Path> run(String commit, Path worktree) {
    Path log = log(commit);
    try {
      Files.createDirectories(log.toAbsolutePath().resolveSibling(""));
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(worktree.toFile());
      builder.environment().put("TOUCHSTONE_COMMIT", commit);
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      boolean built = process.waitFor() == 0 && Files.isRegularFile(worktree.resolve(model));
      return built ? Optional.of(keep(commit, worktree.resolve(model))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build " + commit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while building " + commit, e);
    }
  }

  /** What the command printed. */
  Path log(String commit) {
    return folder.resolve(commit + ".log");
  }

  /** The next checkout sweeps the worktree, so the model and its external data move out. */
  private Path keep(String commit, Path built) throws IOException {
    ModelFiles files = Lineup.filesOf(built);
    Path from = built.toAbsolutePath().normalize().resolveSibling("");
    Path to = folder.resolve(commit);
    for (Path file : files.files()) {
      Path target = to.resolve(from.relativize(file.toAbsolutePath().normalize()));
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return to.resolve(String.valueOf(built.getFileName()));
  }

  /** The model of a commit that was built before. */
  Optional<Path> kept(String commit) {
    return Optional.of(folder.resolve(commit).resolve(String.valueOf(model.getFileName())))
        .filter(Files::isRegularFile);
  }
}
