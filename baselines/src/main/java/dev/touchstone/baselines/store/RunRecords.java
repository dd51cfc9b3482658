package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The run records of a store. */
final class RunRecords {

  private final Storage storage;

  RunRecords(Storage storage) {
    this.storage = storage;
  }

  /** Keeps one; doing so twice is doing so once. */
  void keep(RunRecord record) {
    String key = new Keys.Place(record.scenario(), record.profile()).run(record.id());
    if (!storage.putIfAbsent(key, RunRecordText.of(record)) && !isSame(read(key), record)) {
      throw new UnreadableResultException(
          storage.place(key), "is another run of the same id; move it away, or run again");
    }
  }

  /** A run that is judged again, with other requirements, is still the same run. */
  private static boolean isSame(RunRecord one, RunRecord other) {
    return one.started().equals(other.started())
        && one.arms().stream()
            .map(Arm::sha256)
            .toList()
            .equals(other.arms().stream().map(Arm::sha256).toList());
  }

  List<RunRecord> of(Keys.Place place) {
    return keys(place).stream()
        .map(this::read)
        .sorted(Comparator.comparing(RunRecord::started).thenComparing(RunRecord::id))
        .toList();
  }

  List<String> keys(Keys.Place place) {
    return storage.list(place.folder(Keys.RUNS)).stream()
        .filter(key -> key.endsWith(".csv"))
        .toList();
  }

  Optional<RunRecord> find(Keys.Place place, String id) {
    String key = place.run(id);
    return storage.read(key).map(text -> RunRecordText.read(storage.place(key), text.content()));
  }

  RunRecord read(String key) {
    Path file = storage.place(key);
    return storage
        .read(key)
        .map(text -> RunRecordText.read(file, text.content()))
        .orElseThrow(() -> new UnreadableResultException(file, "is gone; try again"));
  }
}
