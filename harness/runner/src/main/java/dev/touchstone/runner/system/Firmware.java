package dev.touchstone.runner.system;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What the firmware of a Raspberry Pi says about its power and heat.
 *
 * <p>Source of the bits: Raspberry Pi documentation of {@code vcgencmd get_throttled}: 0 to 3 tell
 * of this moment, 16 to 19 of the past. The kernel keeps the last word that anybody asked for; its
 * driver {@code raspberrypi-hwmon} asks every two seconds and clears the past with it, so a bit of
 * the past means the last two seconds where that driver runs, and since boot elsewhere.
 */
final class Firmware {

  /** Causes in the order of their bits, from bit 0 and again from bit 16 on. */
  static final List<String> CAUSES =
      List.of("under-voltage", "frequency capped", "throttled", "soft temperature limit");

  private static final int PAST = 16;

  private static final System.Logger LOG = System.getLogger(Firmware.class.getName());
  private static final String PLATFORM = "sys/devices/platform";
  private static final String PROGRAM = "usr/bin/vcgencmd";

  private Firmware() {}

  /**
   * The word, from the kernel's file; on a Raspberry Pi whose kernel has none, such as most of a
   * Raspberry Pi 5, from the program {@code vcgencmd} if it is installed.
   */
  static OptionalInt word(FileTree tree) {
    Optional<String> file = file(tree);
    if (file.isPresent()) {
      return tree.text(file.get()).map(Firmware::hexadecimal).orElse(OptionalInt.empty());
    }
    boolean board = tree.text("proc/device-tree/model").orElse("").startsWith("Raspberry Pi");
    return board && tree.has(PROGRAM) ? ask(tree.root().resolve(PROGRAM)) : OptionalInt.empty();
  }

  private static Optional<String> file(FileTree tree) {
    for (String soc : tree.names(PLATFORM, "soc(@[0-9a-f]+)?")) {
      for (String node : tree.names(PLATFORM + "/" + soc, ".*firmware")) {
        String path = PLATFORM + "/" + soc + "/" + node + "/get_throttled";
        if (tree.has(path)) {
          return Optional.of(path);
        }
      }
    }
    return Optional.empty();
  }

  /** Takes some milliseconds; only ever called between trials. */
  private static OptionalInt ask(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "get_throttled").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return OptionalInt.empty();
      }
      byte[] said = process.getInputStream().readAllBytes();
      String text = new String(said, StandardCharsets.ISO_8859_1).strip();
      return text.startsWith("throttled=")
          ? hexadecimal(text.substring("throttled=".length()))
          : OptionalInt.empty();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot ask " + program, e);
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  private static OptionalInt hexadecimal(String text) {
    try {
      return OptionalInt.of(Integer.parseUnsignedInt(text.replaceFirst("^0x", ""), 16));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** What holds the board down at this moment. */
  static List<String> now(int word) {
    return causes(word);
  }

  /** What held the board down in the past that the firmware remembers. */
  static List<String> past(int word) {
    return causes(word >>> PAST);
  }

  private static List<String> causes(int bits) {
    List<String> causes = new ArrayList<>();
    for (int i = 0; i < CAUSES.size(); i++) {
      if ((bits >> i & 1) == 1) {
        causes.add(CAUSES.get(i));
      }
    }
    return causes;
  }
}
