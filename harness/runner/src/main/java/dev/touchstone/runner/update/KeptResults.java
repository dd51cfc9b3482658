package dev.touchstone.runner.update;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.store.ResultFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The results that the last update's verdicts rest on, so that they can be judged by other
 * requirements without measuring. Safe to delete: what is gone is measured again.
 */
public final class KeptResults {

  private final Path folder;

  private KeptResults(Path folder) {
    this.folder = folder;
  }

  /**
   * Of one scenario and profile in one store.
   *
   * @param cache folder of the user
   */
  public static KeptResults in(Path cache, Path store, String scenario, String profile) {
    String key = Digests.of(store.toAbsolutePath().normalize() + "\n" + scenario + "\n" + profile);
    return new KeptResults(cache.resolve("updates").resolve(key));
  }

  /** Whether the result of a run is there. */
  public boolean has(String runId) {
    return isName(runId) && Files.isDirectory(folder.resolve(runId));
  }

  /** A record may come from somewhere else, and must not lead out of the folder. */
  private static boolean isName(String runId) {
    return runId.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  /** Keeps a result. */
  public void keep(RunResult run) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder, e);
    }
    ResultFolder.write(run, folder.resolve(run.id()));
  }

  /**
   * Reads a result.
   *
   * @throws dev.touchstone.baselines.store.UnreadableResultException if it is not there, or damaged
   */
  public RunResult read(String runId) {
    return ResultFolder.read(folder.resolve(runId));
  }

  /** Deletes the results that no verdict rests on any more. */
  public void retain(Set<String> runIds) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> results = Files.list(folder)) {
      for (Path each : results.toList()) {
        if (!runIds.contains(String.valueOf(each.getFileName()))) {
          delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy up " + folder, e);
    }
  }

  private static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
