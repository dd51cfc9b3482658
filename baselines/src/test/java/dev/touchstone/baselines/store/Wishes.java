package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Promotions of invented models: their content is their name. */
final class Wishes {

  static final String SCENARIO = "kws, spotting";
  static final String PROFILE = "pi/4";
  static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  static final Signature SOMEBODY = new Signature(NOW, "somebody", "");

  private final Path folder;

  /** Lays the models into a folder. */
  Wishes(Path folder) {
    this.folder = folder;
  }

  Promotion of(String name) {
    return of(name, Outcome.PASS);
  }

  /** One that comes with a reason if the outcome needs it. */
  Promotion of(String name, Outcome outcome) {
    return of(name, outcome, Role.DEPLOYED, Optional.empty());
  }

  Promotion reference(String name) {
    return of(name, Outcome.PASS, Role.REFERENCE, Optional.empty());
  }

  /** One whose author saw a baseline. */
  Promotion seeing(String name, Optional<String> baseline) {
    return of(name, Outcome.PASS, Role.DEPLOYED, Optional.of(new Promotion.Seen(baseline)));
  }

  private Promotion of(String name, Outcome outcome, Role role, Optional<Promotion.Seen> seen) {
    Path model = model(name);
    return new Promotion(
        SCENARIO,
        PROFILE,
        role,
        new Arm(
            name,
            ArmRole.CANDIDATE,
            model,
            Checksums.sha256(model),
            name.length(),
            Map.of("recipe", "name: " + name + "\n")),
        List.of(),
        Origin.clean("run-" + name, outcome),
        new Signature(NOW, "somebody", outcome == Outcome.PASS ? "" : "it is urgent"),
        Map.of("card.md", "# " + name + "\n"),
        seen);
  }

  private Path model(String name) {
    try {
      return Files.writeString(folder.resolve(name + ".onnx"), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
