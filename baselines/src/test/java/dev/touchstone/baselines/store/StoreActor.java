package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A process that does one thing after the other to a store and says on standard output what is
 * done, once it is done, until somebody kills it.
 */
final class StoreActor {

  static final String SCENARIO = "scenario 0";
  static final String PROFILE = "pi/4";

  private final BaselineStore store;
  private final List<Path> models;
  private final RunRecord record;
  private final Random random;

  private StoreActor(Path root, Path material, long seed) throws IOException {
    store = BaselineStore.open(root);
    random = new Random(seed);
    try (Stream<Path> files = Files.list(material)) {
      models = files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
    Path file = material.resolve("run.csv");
    record = RunRecordText.read(file, Files.readString(file));
  }

  /** Starts it in a process of its own: {@code STORE MATERIAL SEED}. */
  static Process start(Path root, Path material, long seed) throws IOException {
    return StoreMain.process("act", root, material, seed).start();
  }

  /** Promotes a model over what it saw, once a line comes in. */
  static void race(Path root, Path model) throws IOException {
    BaselineStore store = BaselineStore.open(root);
    Promotion.Seen seen = new Promotion.Seen(store.holder(SCENARIO, PROFILE, Role.DEPLOYED));
    System.out.println("saw " + seen.baseline().orElse("nothing"));
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    try {
      System.out.println("promoted " + store.promote(promotion(model, Optional.of(seen))).id());
    } catch (OvertakenException e) {
      System.out.println("too late: " + e.getMessage());
    }
  }

  static void actForever(Path root, Path material, long seed) throws IOException {
    StoreActor actor = new StoreActor(root, material, seed);
    System.out.println("ready");
    while (true) {
      actor.act();
    }
  }

  private void act() {
    switch (random.nextInt(3)) {
      case 0 -> {
        String id = Long.toHexString(random.nextLong());
        store.record(withId(id));
        System.out.println("recorded " + id);
      }
      case 1 -> {
        Path model = models.get(random.nextInt(models.size()));
        System.out.println("promote " + store.promote(promotion(model, Optional.empty())).id());
      }
      default -> {
        try {
          Signature signature = new Signature(Instant.now(), "actor", "");
          Rollback done = store.rollback(SCENARIO, PROFILE, signature);
          System.out.println("rollback " + done.restored().id());
        } catch (NoRollbackException e) {
          System.out.println("nothing to go back to");
        }
      }
    }
  }

  private static Promotion promotion(Path model, Optional<Promotion.Seen> seen) {
    Promotion wish = StoreMain.promotion(model, 0);
    return new Promotion(
        SCENARIO,
        PROFILE,
        Role.DEPLOYED,
        wish.arm(),
        List.of(),
        Origin.clean("run-1", Outcome.PASS),
        new Signature(Instant.now(), "actor", ""),
        Map.of("card.md", "# " + model.getFileName() + "\n"),
        seen);
  }

  private RunRecord withId(String id) {
    return new RunRecord(
        id,
        SCENARIO,
        PROFILE,
        record.started(),
        record.toolVersion(),
        record.outcome(),
        record.emulation(),
        record.injected(),
        record.context(),
        record.arms(),
        record.measurements(),
        record.changes());
  }
}
