package dev.touchstone.baselines.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journals of a store with the baselines that they name. */
final class Ledgers {

  static final String REMEDY =
      "put it back as version control or an archive has it, or promote the model again";

  private final Storage storage;
  private final Models models;

  Ledgers(Storage storage, Models models) {
    this.storage = storage;
    this.models = models;
  }

  /**
   * A journal as it was when it was read.
   *
   * @param version of its text; empty if there is none yet
   * @param old where the texts of schema 1 are, by id; empty once there is a journal
   */
  record Ledger(
      Keys.Place place, Journal journal, Optional<String> version, Map<String, String> old) {

    String keyOf(String id) {
      return old.getOrDefault(id, place.baseline(id) + "/" + Keys.BASELINE);
    }
  }

  /** Every scenario and profile that has baselines. */
  List<Keys.Place> places() {
    return storage.list(Keys.BASELINES).stream()
        .flatMap(key -> Keys.placeOf(key).stream())
        .distinct()
        .toList();
  }

  /** The journal of a scenario on a profile; one that tells of the records of schema 1, if so. */
  Ledger open(Keys.Place place) {
    Optional<Storage.Text> text = storage.read(place.journal());
    return text.isPresent()
        ? new Ledger(
            place,
            Journal.read(storage.place(place.journal()), text.get().content()),
            Optional.of(text.get().version()),
            Map.of())
        : ofSchema1(place);
  }

  private Ledger ofSchema1(Keys.Place place) {
    Journal journal = Journal.EMPTY;
    Map<String, String> old = new LinkedHashMap<>();
    for (Role role : List.of(Role.REFERENCE, Role.DEPLOYED)) {
      Optional<Storage.Text> text = storage.read(place.old(role));
      if (text.isPresent()) {
        BaselineText read = BaselineText.read(storage.place(place.old(role)), text.get().content());
        StoredBaseline kept = read.in(role, models.place(read.required("sha256")));
        old.put(kept.id(), place.old(role));
        Signature signature = new Signature(kept.since(), "not known", kept.because());
        Act.Kind kind = role == Role.REFERENCE ? Act.Kind.REFERENCE : Act.Kind.PROMOTE;
        journal = journal.with(Act.about(kept, signature, kind, ""));
      }
    }
    return new Ledger(place, journal, Optional.empty(), old);
  }

  /**
   * Adds a line, and with it changes a role.
   *
   * @throws OvertakenException if somebody else was faster
   */
  void commit(Ledger ledger, Act act) {
    replace(ledger, ledger.journal().with(act));
  }

  /** The same with any number of lines. */
  void replace(Ledger ledger, Journal journal) {
    Keys.Place place = ledger.place();
    ledger.old().forEach((id, key) -> moveOver(place, id, key));
    boolean done =
        ledger.version().isPresent()
            ? storage.putIfVersion(place.journal(), journal.text(), ledger.version().get())
            : storage.putIfAbsent(place.journal(), journal.text());
    if (!done) {
      List<Act> acts = open(place).journal().acts();
      throw new OvertakenException(
          place, Optional.of(acts).filter(a -> !a.isEmpty()).map(a -> a.get(a.size() - 1)), "it");
    }
    ledger.old().values().forEach(storage::delete);
  }

  private void moveOver(Keys.Place place, String id, String key) {
    put(place, id, content(key), Map.of());
  }

  private String content(String key) {
    return storage
        .read(key)
        .map(Storage.Text::content)
        .orElseThrow(() -> new UnreadableResultException(storage.place(key), "is gone; try again"));
  }

  /** Keeps a model, the text of its baseline and what is attached to it; returns its id. */
  String keep(Keys.Place place, Promotion wish) {
    String text = BaselineText.of(wish, models.keep(wish));
    String id = BaselineText.idOf(text);
    put(place, id, text, wish.attachments());
    return id;
  }

  /** Keeps a copy of a baseline of another store. */
  void keep(Keys.Place place, String id, Ledgers from, Ledger there) {
    BaselineText text = from.text(there, id);
    Map<String, String> attachments = new LinkedHashMap<>();
    for (String name : text.attachments().keySet()) {
      attachments.put(name, from.content(there.place().baseline(id) + "/" + name));
    }
    put(place, id, text.text(), attachments);
  }

  private void put(Keys.Place place, String id, String text, Map<String, String> attachments) {
    if (isKept(place, id, text, attachments)) {
      return;
    }
    storage.putFolder(
        place.baseline(id),
        folder -> {
          Models.write(folder.resolve(Keys.BASELINE), text);
          attachments.forEach((name, content) -> Models.write(folder.resolve(name), content));
        });
  }

  private boolean isKept(
      Keys.Place place, String id, String text, Map<String, String> attachments) {
    Map<String, String> files = new LinkedHashMap<>(attachments);
    files.put(Keys.BASELINE, text);
    return files.entrySet().stream()
        .allMatch(
            file ->
                storage
                    .read(place.baseline(id) + "/" + file.getKey())
                    .filter(kept -> kept.content().equals(file.getValue()))
                    .isPresent());
  }

  /**
   * The baseline in a role.
   *
   * @throws UnreadableResultException if its text or its model is damaged
   */
  Optional<StoredBaseline> find(Ledger ledger, Role role) {
    return ledger.journal().standing().of(role).map(id -> read(ledger, role, id));
  }

  /** A baseline of which only the text is asked. */
  StoredBaseline tell(Ledger ledger, Role role, String id) {
    BaselineText text = text(ledger, id);
    return text.in(role, models.place(text.required("sha256")));
  }

  private StoredBaseline read(Ledger ledger, Role role, String id) {
    BaselineText text = text(ledger, id);
    return text.in(role, models.whole(text.required("sha256"), text.file()));
  }

  /**
   * The text of a baseline.
   *
   * @throws UnreadableResultException if it is missing or damaged
   */
  BaselineText text(Ledger ledger, String id) {
    String key = ledger.keyOf(id);
    Path file = storage.place(key);
    String content =
        storage
            .read(key)
            .map(Storage.Text::content)
            .orElseThrow(
                () ->
                    new UnreadableResultException(
                        file,
                        "is missing, but "
                            + storage.place(ledger.place().journal())
                            + " names it; "
                            + REMEDY));
    if (!BaselineText.idOf(content).equals(id)) {
      throw new UnreadableResultException(
          file, "was changed after it was written (its SHA-256 is not its name); " + REMEDY);
    }
    return BaselineText.read(local(key, file), content);
  }

  /** Attachments are read from a folder of this machine. */
  private Path local(String key, Path file) {
    String folder = key.substring(0, key.lastIndexOf('/'));
    return file.endsWith(Keys.BASELINE)
        ? storage.folder(folder).map(f -> f.resolve(Keys.BASELINE)).orElse(file)
        : file;
  }

  /** What is wrong with the texts that are attached to a baseline. */
  List<Damage> check(Ledger ledger, String id) {
    List<Damage> found = new ArrayList<>();
    BaselineText text = text(ledger, id);
    text.attachments()
        .forEach(
            (name, sha256) -> {
              Path file = text.file().resolveSibling(name);
              Optional<Storage.Text> kept = storage.read(ledger.place().baseline(id) + "/" + name);
              if (kept.isEmpty()) {
                found.add(new Damage(file, "is missing, but " + text.file() + " names it", REMEDY));
              } else if (!BaselineText.sha256(kept.get().content()).equals(sha256)) {
                found.add(new Damage(file, "was changed after it was written", REMEDY));
              }
            });
    return found;
  }
}
