package dev.touchstone.runner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are kept when no flag says otherwise.
 *
 * @param cache candidates, bundled scenarios and the runtime's native libraries; safe to delete
 * @param store baselines and history
 */
public record Folders(Path cache, Path store) {

  /**
   * {@code TOUCHSTONE_CACHE}, else the user's cache folder; {@code TOUCHSTONE_STORE}, else a folder
   * here.
   */
  public static Folders of(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home", "."));
    Path userCache = path(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache"));
    return new Folders(
        path(environment, "TOUCHSTONE_CACHE").orElse(userCache.resolve("touchstone")),
        path(environment, "TOUCHSTONE_STORE").orElse(Path.of("touchstone-store")));
  }

  /** A variable that is empty says nothing, as everywhere on Unix. */
  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  /** Where bundled scenarios and manifests are laid out to be read; other versions have others. */
  public Path bundled() {
    return cache.resolve("bundled").resolve(ToolVersion.number());
  }

  /**
   * Refuses a folder that cannot be one.
   *
   * @throws RejectedException if a file stands in its place
   */
  public static void requireFolder(String option, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new RejectedException(option + ": \"" + folder + "\" is a file; name a folder");
    }
  }
}
