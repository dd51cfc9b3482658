package dev.touchstone.baselines.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds and removes what no role needs. The journals tell of it before anything goes, so that a
 * process that is killed in between leaves too much and never too little.
 */
final class Pruning {

  private final Storage storage;
  private final Ledgers ledgers;
  private final RunRecords records;
  private final Set<String> neededModels = new LinkedHashSet<>();
  private final List<Ledgers.Ledger> all = new ArrayList<>();
  private final Map<Keys.Place, List<String>> runs = new LinkedHashMap<>();
  private final List<String> models = new ArrayList<>();

  /**
   * Finds it.
   *
   * @throws UnreadableResultException if a journal or a baseline that has a role cannot be read:
   *     nobody knows then what is needed
   */
  Pruning(
      Storage storage, Ledgers ledgers, RunRecords records, PruneRule rule, Signature signature) {
    this.storage = storage;
    this.ledgers = ledgers;
    this.records = records;
    Map<Keys.Place, Set<String>> neededRuns = new LinkedHashMap<>();
    for (Keys.Place place : ledgers.places()) {
      Ledgers.Ledger ledger = ledgers.open(place);
      all.add(ledger);
      Set<String> needed = neededRuns.computeIfAbsent(place, p -> new LinkedHashSet<>());
      ledger
          .journal()
          .standing()
          .roles()
          .forEach(
              (role, id) -> {
                StoredBaseline kept = ledgers.tell(ledger, role, id);
                neededModels.add(kept.sha256());
                needed.add(kept.runId());
              });
    }
    storage.list(Keys.MODELS).stream()
        .map(Keys::modelOf)
        .distinct()
        .filter(sha256 -> !neededModels.contains(sha256))
        .forEach(models::add);
    storage.list(Keys.RUNS).stream()
        .flatMap(key -> Keys.placeOf(key).stream())
        .distinct()
        .forEach(
            place ->
                runs.put(
                    place,
                    droppable(place, rule, signature, neededRuns.getOrDefault(place, Set.of()))));
  }

  private List<String> droppable(
      Keys.Place place, PruneRule rule, Signature signature, Set<String> needed) {
    List<RunRecord> newestFirst = new ArrayList<>(records.of(place));
    Collections.reverse(newestFirst);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < newestFirst.size(); i++) {
      RunRecord record = newestFirst.get(i);
      if (rule.drops(record, i, signature.at()) && !needed.contains(record.id())) {
        keys.add(place.run(record.id()));
      }
    }
    return keys;
  }

  /** What would be removed. */
  Pruned plan() {
    return new Pruned(
        models.stream().map(sha256 -> storage.place(Keys.model(sha256))).toList(),
        runs.values().stream().flatMap(List::stream).map(storage::place).toList());
  }

  /** Removes it. */
  void carryOut(Signature signature) {
    all.forEach(ledger -> tell(ledger, signature));
    Stream.concat(models.stream().map(Keys::model), runs.values().stream().flatMap(List::stream))
        .forEach(storage::delete);
  }

  private void tell(Ledgers.Ledger ledger, Signature signature) {
    Journal journal = ledger.journal();
    Standing standing = journal.standing();
    for (String id : ledger.journal().baselines()) {
      StoredBaseline kept = ledgers.tell(ledger, Role.DEPLOYED, id);
      if (!neededModels.contains(kept.sha256()) && !standing.isPruned(id)) {
        journal = journal.with(Act.about(kept, signature, Act.Kind.PRUNE, ""));
      }
    }
    int dropped = runs.getOrDefault(ledger.place(), List.of()).size();
    if (dropped > 0) {
      Signature why =
          new Signature(
              signature.at(),
              signature.by(),
              dropped + (dropped == 1 ? " run record" : " run records"));
      journal = journal.with(Act.aboutNoModel(why, Act.Kind.PRUNE));
    }
    if (journal.acts().size() > ledger.journal().acts().size()) {
      ledgers.replace(ledger, journal);
    }
  }
}
