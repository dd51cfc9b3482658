package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Brings what one store has into an archive, and what an archive has into a store. */
final class Exchange {

  private final Storage storage;
  private final Models models;
  private final Ledgers ledgers;
  private final RunRecords runs;

  Exchange(Storage storage) {
    this.storage = storage;
    this.models = new Models(storage);
    this.ledgers = new Ledgers(storage, models);
    this.runs = new RunRecords(storage);
  }

  /**
   * The files that an archive takes.
   *
   * @param scenario the only one, or all if empty
   */
  Map<String, Path> files(Optional<String> scenario) {
    Map<String, Path> files = new TreeMap<>();
    for (String room : List.of(Keys.BASELINES, Keys.RUNS, Keys.HISTORY)) {
      for (String key : storage.list(room)) {
        boolean wanted =
            Keys.placeOf(key)
                .filter(place -> scenario.map(place.scenario()::equals).orElse(true))
                .isPresent();
        if (wanted) {
          files.put(key, file(key));
        }
      }
    }
    for (Keys.Place place : ledgers.places()) {
      if (scenario.map(place.scenario()::equals).orElse(true)) {
        addModels(files, ledgers.open(place));
      }
    }
    return files;
  }

  private Path file(String key) {
    int cut = key.lastIndexOf('/');
    return storage
        .folder(key.substring(0, cut))
        .map(folder -> folder.resolve(key.substring(cut + 1)))
        .orElse(storage.place(key));
  }

  private void addModels(Map<String, Path> files, Ledgers.Ledger ledger) {
    Standing standing = ledger.journal().standing();
    for (String id : ledger.journal().baselines()) {
      String sha256 = ledgers.text(ledger, id).required("sha256");
      Optional<Path> folder = storage.folder(Keys.model(sha256));
      if (!standing.isPruned(id) && folder.isPresent()) {
        try (Stream<Path> below = Files.walk(folder.get())) {
          Archive.add(
              files, Keys.model(sha256), folder.get(), below.filter(Files::isRegularFile).toList());
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + folder.get(), e);
        }
      }
    }
  }

  /** Takes over what another store has and this one does not. */
  Imported take(Exchange other, Signature signature) {
    List<String> changed = new ArrayList<>();
    List<String> diverged = new ArrayList<>();
    for (Keys.Place place : other.ledgers.places()) {
      String name = place.scenario() + " on " + place.profile();
      switch (take(other, place, signature)) {
        case NEWS -> changed.add(name);
        case DIVERGED -> diverged.add(name);
        case KNOWN -> {}
      }
    }
    takeHistory(other, diverged);
    int models = putBack(other);
    int before = storage.list(Keys.RUNS).size();
    for (String key : other.storage.list(Keys.RUNS)) {
      runs.keep(other.runs.read(key));
    }
    return new Imported(changed, models, storage.list(Keys.RUNS).size() - before, diverged);
  }

  /** What was decided about the nights, as long as ours is the beginning of theirs. */
  private void takeHistory(Exchange other, List<String> diverged) {
    for (String key : other.storage.list(Keys.HISTORY)) {
      String theirs = other.storage.read(key).map(Storage.Text::content).orElse("");
      Optional<Storage.Text> ours = storage.read(key);
      String known = ours.map(Storage.Text::content).orElse("");
      if (ours.isEmpty()) {
        storage.putIfAbsent(key, theirs);
      } else if (theirs.startsWith(known)) {
        storage.putIfVersion(key, theirs, ours.get().version());
      } else if (!known.startsWith(theirs)) {
        Keys.placeOf(key)
            .ifPresent(
                place ->
                    diverged.add("the history of " + place.scenario() + " on " + place.profile()));
      }
    }
  }

  /** Models that this store names and has lost, such as one whose models are not in git. */
  private int putBack(Exchange other) {
    int count = 0;
    for (Keys.Place place : ledgers.places()) {
      Ledgers.Ledger ledger = ledgers.open(place);
      Standing standing = ledger.journal().standing();
      for (String id : ledger.journal().baselines()) {
        String sha256 = ledgers.text(ledger, id).required("sha256");
        Optional<Path> theirs = other.storage.folder(Keys.model(sha256));
        if (!standing.isPruned(id) && theirs.isPresent()) {
          count += models.keep(sha256, theirs.get()) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private enum Relation {
    NEWS,
    KNOWN,
    DIVERGED
  }

  private Relation take(Exchange other, Keys.Place place, Signature signature) {
    Ledgers.Ledger theirs = other.ledgers.open(place);
    Ledgers.Ledger ours = ledgers.open(place);
    List<Act> there = theirs.journal().decisions();
    List<Act> here = ours.journal().decisions();
    int common = Math.min(here.size(), there.size());
    if (!here.subList(0, common).equals(there.subList(0, common))) {
      return Relation.DIVERGED;
    }
    if (there.size() <= here.size()) {
      return Relation.KNOWN;
    }
    Journal journal = ours.journal();
    Standing standing = theirs.journal().standing();
    for (Act act : there.subList(common, there.size())) {
      ledgers.keep(place, act.baseline(), other.ledgers, theirs);
      Optional<Path> model = other.storage.folder(Keys.model(act.sha256()));
      model.ifPresent(folder -> models.keep(act.sha256(), folder));
      journal = journal.with(act);
      if (standing.isPruned(act.baseline()) && model.isEmpty()) {
        journal =
            journal.with(
                new Act(
                    signature,
                    Act.Kind.PRUNE,
                    act.baseline(),
                    act.arm(),
                    act.sha256(),
                    act.outcome(),
                    ""));
      }
    }
    ledgers.replace(ours, journal.with(Act.aboutNoModel(signature, Act.Kind.IMPORT)));
    return Relation.NEWS;
  }
}
