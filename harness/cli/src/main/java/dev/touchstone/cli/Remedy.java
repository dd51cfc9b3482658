package dev.touchstone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.Optional;

/** What the system says when the world fails, and what can be done about it. */
final class Remedy {

  private static final String ELSEWHERE =
      "--out moves results, --store baselines, TOUCHSTONE_CACHE the cache, TMPDIR what is"
          + " temporary";

  private static final Map<String, String> KNOWN =
      Map.of(
          "No space left on device", "free some space; " + ELSEWHERE,
          "Disk quota exceeded", "free some space of yours; " + ELSEWHERE,
          "File too large", "a limit for files is reached, see \"ulimit -f\"; " + ELSEWHERE,
          "Read-only file system", "it takes no changes; " + ELSEWHERE,
          "Permission denied", "it is not yours to write; " + ELSEWHERE);

  private Remedy() {}

  /** The reason without the path, which the message before it has; then what to do, if known. */
  static String of(UncheckedIOException error) {
    String reason = Optional.ofNullable(error.getCause()).map(Remedy::reason).orElse("no reason");
    return KNOWN.entrySet().stream()
        .filter(each -> reason.contains(each.getKey()))
        .findFirst()
        .map(each -> reason + "; " + each.getValue())
        .orElse(reason);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "Permission denied";
    }
    Optional<String> stated = Optional.empty();
    if (cause instanceof FileSystemException file) {
      stated = Optional.ofNullable(file.getReason());
    } else if (cause.getClass() == IOException.class) {
      stated = Optional.ofNullable(cause.getMessage());
    }
    return stated.orElseGet(cause::toString);
  }
}
