package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.scenarios.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The baselines of every scenario and profile, with their models and their history: a folder that
 * can be kept in version control.
 *
 * <pre>
 * baselines/SCENARIO/PROFILE/journal.csv        what was done, one line an act
 * baselines/SCENARIO/PROFILE/ID/baseline.csv    a baseline; never changed
 * baselines/SCENARIO/PROFILE/ID/card.md         and what is kept with it
 * models/SHA256/                                a model and its external data, with checksums
 * runs/SCENARIO/PROFILE/RUN-ID.csv              what is remembered of a run; never changed
 * history/SCENARIO/PROFILE/                     what people decided about runs, {@link HistoryLog}
 * </pre>
 *
 * <p>A journal is the one truth about which baseline is reference, deployed and last known good.
 * Every act first writes what its line will name and then the line, whole or not at all, so a
 * process may be killed at any instant: what was acknowledged is there, and what was not has
 * changed nothing. Writers wait for each other; readers need no lock.
 *
 * <p>Schema 1 had {@code reference.csv} and {@code deployed.csv} in place of the journal. It is
 * read, and taken over by the first act.
 */
public final class BaselineStore {

  private final Storage storage;
  private final Ledgers ledgers;
  private final RunRecords runs;

  private BaselineStore(Storage storage) {
    this.storage = storage;
    this.ledgers = new Ledgers(storage, new Models(storage));
    this.runs = new RunRecords(storage);
  }

  /**
   * Opens a store; nothing is written before the first promotion.
   *
   * @throws UnreadableResultException if {@code root} exists and is no folder
   */
  public static BaselineStore open(Path root) {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new UnreadableResultException(root, "is no folder, so it cannot be a store");
    }
    return new BaselineStore(new FolderStorage(root));
  }

  /**
   * Keeps a model as a baseline, in place of the one before.
   *
   * @throws RefusedPromotionException if the outcome is no PASS or is doubted and no reason is
   *     given, or if the profile was emulated
   * @throws OvertakenException if the role is held by another baseline than the author saw
   * @throws UncheckedIOException if the model or the store cannot be read or written, or somebody
   *     else keeps writing it
   */
  public StoredBaseline promote(Promotion wish) {
    RefusedPromotionException.refuse(wish);
    Keys.Place place = new Keys.Place(wish.scenario(), wish.profile());
    return storage.exclusively(
        "for %s on %s".formatted(wish.scenario(), wish.profile()),
        () -> {
          Ledgers.Ledger ledger = ledgers.open(place);
          Optional<String> before = ledger.journal().standing().of(wish.role());
          wish.seen().ifPresent(seen -> requireStill(ledger, seen, before));
          String id = ledgers.keep(place, wish);
          Act.Kind kind = wish.role() == Role.REFERENCE ? Act.Kind.REFERENCE : Act.Kind.PROMOTE;
          StoredBaseline kept = ledgers.tell(ledger, wish.role(), id);
          ledgers.commit(ledger, Act.about(kept, wish.signature(), kind, before.orElse("")));
          return find(wish.scenario(), wish.profile(), wish.role()).orElse(kept);
        });
  }

  private static void requireStill(
      Ledgers.Ledger ledger, Promotion.Seen seen, Optional<String> before) {
    if (!seen.baseline().equals(before)) {
      throw new OvertakenException(
          ledger.place(),
          before.flatMap(ledger.journal()::actOf),
          seen.baseline().orElse("nothing"));
    }
  }

  /**
   * Makes the last known good model the deployed one again, with its card and its numbers.
   *
   * @throws NoRollbackException if there is none
   * @throws UnreadableResultException if it is damaged; the deployed model stays
   */
  public Rollback rollback(String scenario, String profile, Signature signature) {
    Keys.Place place = new Keys.Place(scenario, profile);
    return storage.exclusively(
        "to roll back %s on %s".formatted(scenario, profile),
        () -> {
          Ledgers.Ledger ledger = ledgers.open(place);
          Standing standing = ledger.journal().standing();
          String now =
              standing.of(Role.DEPLOYED).orElseThrow(() -> new NoRollbackException(place, false));
          StoredBaseline good =
              ledgers
                  .find(ledger, Role.LAST_KNOWN_GOOD)
                  .orElseThrow(() -> new NoRollbackException(place, true));
          // Only its text: a deployed model that is damaged is a reason to roll back.
          StoredBaseline undone = ledgers.tell(ledger, Role.DEPLOYED, now);
          ledgers.commit(ledger, Act.about(good, signature, Act.Kind.ROLLBACK, now));
          return new Rollback(find(scenario, profile, Role.DEPLOYED).orElse(good), undone);
        });
  }

  /**
   * The baseline that a requirement names.
   *
   * @throws UnreadableResultException if its record or its model is damaged
   */
  public Optional<StoredBaseline> find(String scenario, String profile, Baseline baseline) {
    return find(scenario, profile, Role.of(baseline));
  }

  /**
   * The baseline in one role.
   *
   * @throws UnreadableResultException if its record or its model is damaged
   */
  public Optional<StoredBaseline> find(String scenario, String profile, Role role) {
    return ledgers.find(ledgers.open(new Keys.Place(scenario, profile)), role);
  }

  /**
   * The baseline in one role, whether or not its model is whole.
   *
   * @throws UnreadableResultException if its record is damaged
   */
  public Optional<StoredBaseline> peek(String scenario, String profile, Role role) {
    Ledgers.Ledger ledger = ledgers.open(new Keys.Place(scenario, profile));
    return ledger.journal().standing().of(role).map(id -> ledgers.tell(ledger, role, id));
  }

  /** The id of the baseline in a role, whether or not it is whole; empty if there is none. */
  public Optional<String> holder(String scenario, String profile, Role role) {
    return ledgers.open(new Keys.Place(scenario, profile)).journal().standing().of(role);
  }

  /** The names of all scenarios of which there is a baseline or a run. */
  public List<String> scenarios() {
    return places().map(Keys.Place::scenario).distinct().toList();
  }

  /** The names of the profiles on which there is a baseline or a run of a scenario. */
  public List<String> profiles(String scenario) {
    return places()
        .filter(place -> place.scenario().equals(scenario))
        .map(Keys.Place::profile)
        .toList();
  }

  private Stream<Keys.Place> places() {
    return Stream.of(Keys.BASELINES, Keys.RUNS)
        .flatMap(room -> storage.list(room).stream())
        .flatMap(key -> Keys.placeOf(key).stream())
        .distinct();
  }

  /** What was done to the baselines of a scenario, oldest first; empty if there are none. */
  public List<Act> journal(String scenario, String profile) {
    return ledgers.open(new Keys.Place(scenario, profile)).journal().acts();
  }

  /**
   * What a store holds.
   *
   * @param baselines those that are whole, by scenario, profile and role
   * @param damaged what is wrong with each of the others
   */
  public record Inventory(List<StoredBaseline> baselines, List<UnreadableResultException> damaged) {

    /** Copies the lists. */
    public Inventory {
      baselines = List.copyOf(baselines);
      damaged = List.copyOf(damaged);
    }
  }

  /** Every baseline; one that is damaged does not hide the others. */
  public Inventory list() {
    List<StoredBaseline> baselines = new ArrayList<>();
    List<UnreadableResultException> damaged = new ArrayList<>();
    for (Keys.Place place : ledgers.places()) {
      try {
        Ledgers.Ledger ledger = ledgers.open(place);
        for (Role role : Role.values()) {
          list(ledger, role, baselines, damaged);
        }
      } catch (UnreadableResultException e) {
        damaged.add(e);
      }
    }
    return new Inventory(baselines, damaged);
  }

  private void list(
      Ledgers.Ledger ledger,
      Role role,
      List<StoredBaseline> baselines,
      List<UnreadableResultException> damaged) {
    try {
      ledgers.find(ledger, role).ifPresent(baselines::add);
    } catch (UnreadableResultException e) {
      damaged.add(e);
    }
  }

  /**
   * Remembers a run; doing so twice is doing so once.
   *
   * @throws UnreadableResultException if another run of that id is remembered
   * @throws UncheckedIOException if the store cannot be written
   */
  public void record(RunRecord record) {
    runs.keep(record);
  }

  /**
   * The runs of a scenario that are remembered, oldest first; empty if there are none.
   *
   * @throws UnreadableResultException naming the first record that is damaged
   */
  public List<RunRecord> runs(String scenario, String profile) {
    return runs.of(new Keys.Place(scenario, profile));
  }

  /** What people decided about the runs of a scenario. */
  public HistoryLog history(String scenario, String profile) {
    return new HistoryLog(storage, new Keys.Place(scenario, profile));
  }

  /** The file of a model that was a baseline once, if the store still keeps it. */
  public Optional<Path> model(Arm arm) {
    return new Models(storage).file(arm);
  }

  /**
   * What is remembered of one run.
   *
   * @throws UnreadableResultException if it is damaged
   */
  public Optional<RunRecord> run(String scenario, String profile, String id) {
    return runs.find(new Keys.Place(scenario, profile), id);
  }

  /**
   * Looks at every file: checksums, records, journals, what is missing, what does not belong here.
   *
   * @return what is wrong; empty if all is well
   */
  public List<Damage> verify() {
    return new StoreCheck(storage, ledgers, runs).all();
  }

  /**
   * Removes what killed processes left half-written.
   *
   * @return what it was
   */
  public List<Path> sweep() {
    return storage.sweep();
  }

  /**
   * What {@link #prune} would remove.
   *
   * @throws UnreadableResultException if the store is damaged, so that nobody knows what is needed
   */
  public Pruned prunable(PruneRule rule, Signature signature) {
    return new Pruning(storage, ledgers, runs, rule, signature).plan();
  }

  /**
   * Removes models that no role names, and run records by a rule; never what a role or the last
   * known good model needs.
   *
   * @throws UnreadableResultException if the store is damaged, so that nobody knows what is needed
   */
  public Pruned prune(PruneRule rule, Signature signature) {
    return storage.exclusively(
        "to prune",
        () -> {
          Pruning pruning = new Pruning(storage, ledgers, runs, rule, signature);
          pruning.carryOut(signature);
          return pruning.plan();
        });
  }

  /**
   * Writes the store into one file.
   *
   * @param scenario the only one, or all if empty
   * @return how many files it holds
   * @throws UnreadableResultException if the store is damaged
   */
  public int exportTo(Path archive, Optional<String> scenario, Signature signature) {
    requireWhole(verify());
    Map<String, Path> files = new Exchange(storage).files(scenario);
    Archive.write(archive, files, signature);
    return files.size();
  }

  /**
   * Takes over what an archive has and this store does not.
   *
   * @throws UnreadableResultException if the archive is none, or damaged; nothing is changed then
   */
  public Imported importFrom(Path archive, Signature signature) {
    Path folder = temporary();
    try {
      Archive.unpack(archive, folder);
      BaselineStore other = open(folder);
      requireWhole(other.verify());
      return storage.exclusively(
          "to import " + archive.getFileName(),
          () -> new Exchange(storage).take(new Exchange(other.storage), signature));
    } finally {
      Archive.delete(folder);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("touchstone-import");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static void requireWhole(List<Damage> damage) {
    if (!damage.isEmpty()) {
      Damage first = damage.get(0);
      throw new UnreadableResultException(
          first.place(),
          first.found()
              + (damage.size() == 1 ? "" : " (the first of " + damage.size() + " problems)")
              + "; "
              + first.remedy());
    }
  }
}
