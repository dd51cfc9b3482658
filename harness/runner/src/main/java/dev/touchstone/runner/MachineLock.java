package dev.touchstone.runner;

import dev.touchstone.baselines.store.SharedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The right to measure on this machine: two that measure at once disturb each other more than any
 * statistics can make good.
 *
 * <p>It ends with the process, however that ends. A thread that has it may take it again. Machines
 * whose users or containers do not share a temporary folder share a file by {@value #VARIABLE}.
 *
 * @param file that is locked; made for every user to lock
 */
public record MachineLock(Path file) {

  /** The environment variable that names the file. */
  public static final String VARIABLE = "TOUCHSTONE_LOCK";

  private static final String NAME = "touchstone.lock";

  /**
   * The lock that {@value #VARIABLE} names, else one in the machine's temporary folder: that of the
   * system and not of this process or user, which may have others.
   */
  public static MachineLock of(Map<String, String> environment) {
    String given = environment.getOrDefault(VARIABLE, "");
    if (!given.isBlank()) {
      return new MachineLock(Path.of(given));
    }
    Path shared = Path.of("/tmp");
    return new MachineLock(
        (Files.isDirectory(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir")))
            .resolve(NAME));
  }

  /**
   * Takes the machine, or waits for it. Where the file cannot be used, it says so and goes on.
   *
   * @param patience how long to wait; zero to try once
   * @param purpose what for, for those who wait
   * @param tell hears what people should know
   * @throws MachineBusyException if somebody else still has it when the time is over
   */
  public SharedLock.Hold take(Duration patience, String purpose, Consumer<String> tell) {
    Waiting waiting = new Waiting(patience, tell);
    Optional<SharedLock.Hold> hold;
    try {
      hold = SharedLock.ofEverybody(file).take(patience, self(purpose), waiting::on);
    } catch (IOException e) {
      tell.accept(
          "cannot lock %s (%s), so nothing keeps others from measuring meanwhile; %s names another"
              .formatted(file, e, VARIABLE));
      return () -> {};
    }
    return hold.orElseThrow(() -> new MachineBusyException(waiting.holder));
  }

  /** Remembers who holds it, and tells those who wait. */
  private static final class Waiting {

    private final Duration patience;
    private final Consumer<String> tell;
    private String holder = "somebody who did not say who";

    Waiting(Duration patience, Consumer<String> tell) {
      this.patience = patience;
      this.tell = tell;
    }

    void on(String who) {
      holder = who.isEmpty() ? holder : who;
      if (!patience.isZero()) {
        tell.accept(
            "the machine is in use by %s; waiting up to %d s"
                .formatted(holder, patience.toSeconds()));
      }
    }
  }

  private static String self(String purpose) {
    return "process %d of %s, for %s, since %s"
        .formatted(
            ProcessHandle.current().pid(),
            System.getProperty("user.name", "an unknown user"),
            purpose,
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
  }
}
