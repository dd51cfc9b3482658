package dev.touchstone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a standard stream ends at a person's terminal. */
enum Terminal {
  OUTPUT(1),
  ERROR(2);

  private final int descriptor;

  Terminal(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether a person reads this stream as it is written. */
  boolean isInteractive() {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // No /proc, as on macOS: plain text is right everywhere.
      return false;
    }
  }

  /** Whether colors are welcome; see no-color.org. */
  boolean wantsColor() {
    return isInteractive()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }
}
