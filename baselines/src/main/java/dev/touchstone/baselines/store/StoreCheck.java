package dev.touchstone.baselines.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at every file of a store: whether it is whole, is what its name says, and belongs here. */
final class StoreCheck {

  private static final Pattern OF_A_STORE =
      Pattern.compile(
          "README[^/]*|baselines/[^/]+/[^/]+/(journal|reference|deployed)\\.csv"
              + "|baselines/[^/]+/[^/]+/[0-9a-f]{16}/[^/]+|models/[^/]+/.+|runs/[^/]+/[^/]+/[^/]+\\.csv"
              + "|history/[^/]+/[^/]+/(repins|acknowledged)\\.csv"
              + "|updates/[^/]+/[^/]+\\.csv");

  private final Storage storage;
  private final Ledgers ledgers;
  private final RunRecords runs;
  private final Map<String, Optional<Damage>> models = new LinkedHashMap<>();
  private final List<Damage> found = new ArrayList<>();

  StoreCheck(Storage storage, Ledgers ledgers, RunRecords runs) {
    this.storage = storage;
    this.ledgers = ledgers;
    this.runs = runs;
  }

  List<Damage> all() {
    List<String> keys = storage.list("");
    keys.stream()
        .filter(key -> !OF_A_STORE.matcher(key).matches())
        .forEach(
            key ->
                add(
                    storage.place(key),
                    "is no part of a store, so nobody reads it",
                    "move it away"));
    keys.stream()
        .filter(key -> key.startsWith(Keys.MODELS + "/"))
        .map(Keys::modelOf)
        .distinct()
        .forEach(sha256 -> model(sha256).ifPresent(found::add));
    keys.stream().filter(key -> key.startsWith(Keys.RUNS + "/")).forEach(this::checkRun);
    ledgers.places().forEach(this::checkPlace);
    keys.stream().filter(key -> key.startsWith(Keys.HISTORY + "/")).forEach(this::checkHistory);
    keys.stream()
        .filter(key -> key.startsWith(UpdateRecords.ROOM + "/"))
        .filter(key -> OF_A_STORE.matcher(key).matches())
        .forEach(key -> attempt(() -> UpdateRecords.read(storage.place(key))));
    return List.copyOf(found);
  }

  private void add(Path place, String what, String remedy) {
    found.add(new Damage(place, what, remedy));
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (UnreadableResultException e) {
      found.add(Damage.of(e));
    }
  }

  private Optional<Damage> model(String sha256) {
    return models.computeIfAbsent(
        sha256,
        sha -> {
          try {
            storage.folder(Keys.model(sha)).ifPresent(Models::verify);
            return Optional.empty();
          } catch (UnreadableResultException e) {
            return Optional.of(Damage.of(e));
          }
        });
  }

  private void checkRun(String key) {
    if (!OF_A_STORE.matcher(key).matches()) {
      return;
    }
    attempt(
        () -> {
          RunRecord record = runs.read(key);
          String own = new Keys.Place(record.scenario(), record.profile()).run(record.id());
          if (!own.equals(key)) {
            add(
                storage.place(key),
                "tells of the run " + record.id() + ", which belongs at " + storage.place(own),
                "move it there, or away");
          }
        });
  }

  private void checkHistory(String key) {
    Keys.placeOf(key)
        .map(place -> new HistoryLog(storage, place))
        .ifPresent(
            log ->
                attempt(
                    () -> {
                      if (key.endsWith(HistoryLog.REPINS)) {
                        log.repins();
                      } else {
                        log.acknowledgements();
                      }
                    }));
  }

  private void checkPlace(Keys.Place place) {
    attempt(
        () -> {
          Ledgers.Ledger ledger = ledgers.open(place);
          Standing standing = ledger.journal().standing();
          for (String id : ledger.journal().baselines()) {
            attempt(() -> checkBaseline(ledger, id, standing.isPruned(id)));
          }
        });
  }

  private void checkBaseline(Ledgers.Ledger ledger, String id, boolean pruned) {
    BaselineText text = ledgers.text(ledger, id);
    found.addAll(ledgers.check(ledger, id));
    Keys.Place named = new Keys.Place(text.required("scenario"), text.required("profile"));
    if (!named.equals(ledger.place())) {
      add(
          text.file(),
          "tells of %s on %s".formatted(named.scenario(), named.profile()),
          "move it away");
    }
    String sha256 = text.required("sha256");
    // A model that is there but damaged was named with the models.
    if (!pruned && storage.folder(Keys.model(sha256)).isEmpty()) {
      add(
          storage.place(Keys.model(sha256)),
          "is missing, but " + text.file() + " names it",
          Ledgers.REMEDY);
    } else if (!pruned && model(sha256).isEmpty()) {
      attempt(() -> requireFile(ledgers.tell(ledger, Role.DEPLOYED, id)));
    }
  }

  private static void requireFile(StoredBaseline kept) {
    if (!Files.isRegularFile(kept.model())) {
      throw new UnreadableResultException(kept.model(), "is missing; " + Ledgers.REMEDY);
    }
  }
}
