package dev.touchstone.runner.job;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.BaselineNotes;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Origin;
import dev.touchstone.baselines.store.Promotion;
import dev.touchstone.baselines.store.Role;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.baselines.store.Signature;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.scenarios.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts arms of a run into a store. */
public final class Baselines {

  private static final String USER = "TOUCHSTONE_USER";
  private static final String STALE_DAYS = "TOUCHSTONE_STALE_DAYS";
  private static final List<String> CARDS = List.of("card.md", "card.json");

  private Baselines() {}

  /**
   * Keeps the reference of a valid run, if it is another one than before; that of an emulated
   * profile is never kept.
   */
  public static void keepReference(BaselineStore store, Verdict verdict) {
    RunResult run = verdict.run();
    Arm reference = run.arms().get(0);
    boolean known =
        store
            .find(run.scenarioName(), run.profileName(), Baseline.REFERENCE)
            .filter(kept -> kept.sha256().equals(reference.sha256()))
            .isPresent();
    boolean emulated = run.environment().emulation().isPresent();
    if (verdict.outcome() != Outcome.INVALID && !known && !emulated) {
      // A reference is not judged: it is what the scenario says it is.
      Origin origin = Origin.clean(run.id(), Outcome.PASS);
      Wish wish = new Wish("", Optional.empty(), Optional.empty());
      keep(store, run, reference, Role.REFERENCE, origin, wish);
    }
  }

  /** Remembers a run, whatever its outcome. */
  public static void record(BaselineStore store, Verdict verdict) {
    store.record(RunRecord.of(verdict));
  }

  /**
   * What somebody who promotes has to say.
   *
   * @param because why, in spite of what speaks against it; empty if nothing does
   * @param seen the deployed baseline as the author knows it; what is there now if empty
   * @param out the output folder of the run, which holds the candidate's card; the card beside the
   *     model if empty
   */
  public record Wish(String because, Optional<Promotion.Seen> seen, Optional<Path> out) {}

  /**
   * Makes a candidate the model that ships.
   *
   * @throws RejectedException if its file is gone or was changed since the run
   */
  public static StoredBaseline promote(
      BaselineStore store, Verdict verdict, Arm arm, String because) {
    return promote(store, verdict, arm, new Wish(because, Optional.empty(), Optional.empty()));
  }

  /** The same with everything that can be said. */
  public static StoredBaseline promote(BaselineStore store, Verdict verdict, Arm arm, Wish wish) {
    RunResult run = verdict.run();
    Optional<Promotion.Seen> seen = wish.seen().or(() -> Optional.of(deployed(store, run)));
    Origin origin =
        new Origin(
            run.id(),
            outcome(verdict, arm),
            run.environment().emulation(),
            Doubts.of(verdict, store));
    // Its numbers, which a rollback to it brings back; a run of another store is not there yet, and
    // one that is there was judged when it was made, maybe by other requirements than now.
    if (store.run(run.scenarioName(), run.profileName(), run.id()).isEmpty()) {
      record(store, verdict);
    }
    return keep(store, run, arm, Role.DEPLOYED, origin, new Wish(wish.because(), seen, wish.out()));
  }

  /** What is deployed now where a run would be promoted. */
  public static Promotion.Seen deployed(BaselineStore store, RunResult run) {
    return new Promotion.Seen(store.holder(run.scenarioName(), run.profileName(), Role.DEPLOYED));
  }

  /** Who does something to a store now, and why. */
  public static Signature signature(String because) {
    String stated = System.getenv().getOrDefault(USER, "");
    String by = stated.isBlank() ? System.getProperty("user.name", "not known") : stated;
    return new Signature(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS), by, because);
  }

  /** After how many days a baseline is stale: {@code TOUCHSTONE_STALE_DAYS}, else 90. */
  public static int staleAfterDays() {
    String stated = System.getenv().getOrDefault(STALE_DAYS, "").strip();
    if (stated.isEmpty()) {
      return 90;
    }
    if (!stated.matches("[1-9][0-9]{0,4}")) {
      throw new RejectedException(
          STALE_DAYS + ": \"" + stated + "\" is no number of days from 1 to 99999");
    }
    return Integer.parseInt(stated);
  }

  /** Why a model that ships or shipped should be judged anew; empty if nothing asks for it. */
  public static Optional<String> stale(BaselineStore store, StoredBaseline kept) {
    if (kept.role() == Role.REFERENCE) {
      return Optional.empty();
    }
    Duration limit = Duration.ofDays(staleAfterDays());
    return kept.stale(Clock.systemUTC().instant(), limit)
        .map(age -> "stale: " + age.toDays() + " days")
        .or(
            () ->
                judgedBy(store, kept)
                    .filter(version -> !version.equals(ToolVersion.number()))
                    .map(version -> "stale: judged by Touchstone " + version));
  }

  /** Not known of a run whose record is missing, or damaged, which verify tells. */
  private static Optional<String> judgedBy(BaselineStore store, StoredBaseline kept) {
    try {
      return store.run(kept.scenario(), kept.profile(), kept.runId()).map(RunRecord::toolVersion);
    } catch (UnreadableResultException e) {
      return Optional.empty();
    }
  }

  /** How a deployed model was made, and what is to be known of it as a baseline. */
  static Map<String, String> lineage(BaselineStore store, StoredBaseline kept) {
    Map<String, String> lineage = new LinkedHashMap<>(kept.lineage());
    lineage.put(BaselineNotes.ID, kept.id());
    lineage.put(BaselineNotes.SINCE, kept.since().toString());
    lineage.put(BaselineNotes.STALE_AFTER_DAYS, String.valueOf(staleAfterDays()));
    try {
      store
          .run(kept.scenario(), kept.profile(), kept.runId())
          .ifPresent(
              run -> lineage.put(BaselineNotes.CONTEXT, BaselineNotes.context(run.context())));
    } catch (UnreadableResultException e) {
      lineage.put(BaselineNotes.CONTEXT_UNKNOWN, String.valueOf(e.getMessage()));
    }
    return lineage;
  }

  private static StoredBaseline keep(
      BaselineStore store, RunResult run, Arm arm, Role role, Origin origin, Wish wish) {
    if (!Files.isRegularFile(arm.model())) {
      throw new RejectedException(
          "the model of \""
              + arm.name()
              + "\" is gone: "
              + arm.model()
              + "; run the scenario again");
    }
    List<Path> files = Lineup.filesOf(arm.model()).files();
    if (!Lineup.filesOf(arm.model()).sha256().equals(arm.sha256())) {
      throw new RejectedException(
          "the model of \""
              + arm.name()
              + "\" was changed since the run: "
              + arm.model()
              + "; run the scenario again");
    }
    return store.promote(
        new Promotion(
            run.scenarioName(),
            run.profileName(),
            role,
            arm,
            files.subList(1, files.size()),
            origin,
            signature(wish.because()),
            attachments(run, arm, wish.out()),
            wish.seen()));
  }

  /** The card tells how to make the model again, the scenario from what and for what. */
  private static Map<String, String> attachments(RunResult run, Arm arm, Optional<Path> out) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (arm.role() == ArmRole.CANDIDATE && !arm.lineage().isEmpty()) {
      Path beside = arm.model().toAbsolutePath().resolveSibling("");
      Path folder =
          out.map(o -> o.resolve("cards").resolve(arm.name()))
              .filter(Files::isDirectory)
              .orElse(beside);
      for (String name : CARDS) {
        if (Files.isRegularFile(folder.resolve(name))) {
          texts.put(name, text(folder.resolve(name)));
        }
      }
    }
    if (!run.scenarioText().isBlank()) {
      texts.put("scenario.yaml", run.scenarioText());
    }
    return texts;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** What the run says of one candidate: the worst of its findings. */
  public static Outcome outcome(Verdict verdict, Arm arm) {
    if (verdict.outcome() == Outcome.INVALID) {
      return Outcome.INVALID;
    }
    return verdict.findings().stream()
        .filter(finding -> finding.arm().equals(arm.name()))
        .map(Finding::outcome)
        .max(Outcome::compareTo)
        .orElse(Outcome.INCONCLUSIVE);
  }

  /**
   * The candidate of that name.
   *
   * @param name empty for the only one
   * @throws RejectedException if there is none, or more than one to choose from
   */
  public static Arm candidate(RunResult run, String name) {
    List<Arm> candidates =
        run.arms().stream().filter(arm -> arm.role() == ArmRole.CANDIDATE).toList();
    List<String> names = candidates.stream().map(Arm::name).toList();
    if (candidates.isEmpty()) {
      throw new RejectedException("this run has no candidate to promote");
    }
    if (name.isEmpty() && candidates.size() == 1) {
      return candidates.get(0);
    }
    return candidates.stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RejectedException(
                    "--candidate: \"" + name + "\" must be one of " + String.join(", ", names)));
  }
}
