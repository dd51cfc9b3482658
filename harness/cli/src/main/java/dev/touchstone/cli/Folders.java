package dev.touchstone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are kept when no flag says otherwise.
 *
 * @param cache candidates, bundled scenarios and the runtime's native libraries; safe to delete
 * @param store baselines and history
 */
record Folders(Path cache, Path store) {

  /**
   * {@code TOUCHSTONE_CACHE}, else the user's cache folder; {@code TOUCHSTONE_STORE}, else a folder
   * here.
   */
  static Folders of(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home", "."));
    Path userCache =
        Path.of(environment.getOrDefault("XDG_CACHE_HOME", home.resolve(".cache").toString()));
    return new Folders(
        Path.of(
            environment.getOrDefault(
                "TOUCHSTONE_CACHE", userCache.resolve("touchstone").toString())),
        Path.of(environment.getOrDefault("TOUCHSTONE_STORE", "touchstone-store")));
  }

  /** Where bundled scenarios and manifests are laid out to be read; other versions have others. */
  Path bundled() {
    return cache.resolve("bundled").resolve(Version.number());
  }

  /**
   * Refuses a folder that cannot be one.
   *
   * @throws Rejected if a file stands in its place
   */
  static void requireFolder(String option, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new Rejected(option + ": \"" + folder + "\" is a file; name a folder");
    }
  }
}
