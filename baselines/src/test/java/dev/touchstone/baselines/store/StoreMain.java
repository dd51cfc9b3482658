package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A process that writes what tests look at from outside. */
final class StoreMain {

  private StoreMain() {}

  /** Starts this program in a process of its own. */
  static ProcessBuilder process(Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                StoreMain.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  public static void main(String[] args) throws IOException {
    Path place = Path.of(args[1]);
    switch (args[0]) {
      case "write-one" -> {
        try {
          ResultFolder.write(Results.classification(), place);
        } catch (UncheckedIOException e) {
          System.out.println(e.getMessage() + ": " + e.getCause());
          System.exit(70);
        }
      }
      case "write-forever" -> {
        System.out.println("begins");
        while (true) {
          ResultFolder.write(Results.classification(), place);
          ResultFolder.write(Results.withoutData(), place);
        }
      }
      case "promote" -> {
        BaselineStore store = BaselineStore.open(place);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
          store.promote(promotion(Path.of(args[2]), i % 3));
        }
      }
      case "act" -> StoreActor.actForever(place, Path.of(args[2]), Long.parseLong(args[3]));
      case "race" -> StoreActor.race(place, Path.of(args[2]));
      default -> {
        boolean holds = SharedLock.in(place).take(Duration.ZERO, args[2], who -> {}).isPresent();
        System.out.println(holds ? "holds" : "does not hold");
        new Semaphore(0).acquireUninterruptibly();
      }
    }
  }

  static Promotion promotion(Path model, int scenario) {
    return new Promotion(
        "scenario " + scenario,
        "pi/4",
        Role.DEPLOYED,
        new Arm("int8", ArmRole.CANDIDATE, model, Checksums.sha256(model), 7, Map.of()),
        List.of(),
        Origin.clean("run-1", Outcome.PASS),
        new Signature(Instant.parse("2026-11-21T09:00:00Z"), "somebody", ""),
        Map.of(),
        Optional.empty());
  }
}
