package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.scenarios.Baseline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The baselines of every scenario and profile, with their models: a folder that can be kept in
 * version control.
 *
 * <pre>
 * baselines/SCENARIO/PROFILE/reference.csv   one text record a baseline
 * baselines/SCENARIO/PROFILE/deployed.csv
 * models/SHA256/                             the model and its external data, with checksums
 * </pre>
 *
 * <p>Every change appears whole or not at all, and writers wait for each other; readers need no
 * lock.
 */
public final class BaselineStore {

  private static final String LINEAGE = "lineage.";

  /** A promotion takes a second; more than that is a network or a stuck process. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String REMEDY = "promote the model again, or delete its record";

  private final Path root;

  private BaselineStore(Path root) {
    this.root = root;
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
    return new BaselineStore(root);
  }

  /**
   * Keeps a model as a baseline, in place of the one before.
   *
   * @throws RefusedPromotionException if the outcome is no PASS and no reason is given, or if the
   *     profile was emulated
   * @throws UncheckedIOException if the model or the store cannot be read or written, or somebody
   *     else keeps writing it
   */
  @SuppressWarnings("try") // the lock is only held
  public StoredBaseline promote(Promotion wish) {
    if (wish.emulation().isPresent()) {
      throw new RefusedPromotionException(
          wish.arm().name(), wish.profile(), wish.emulation().get(), wish.outcome());
    }
    if (wish.outcome() != Outcome.PASS && wish.because().isBlank()) {
      throw new RefusedPromotionException(wish.arm().name(), wish.outcome());
    }
    try {
      Files.createDirectories(root);
      try (SharedLock.Hold held = lock(wish)) {
        keepModel(wish);
        writeRecord(wish);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the store " + root, e);
    }
    return find(wish.scenario(), wish.profile(), wish.role())
        .orElseThrow(() -> new IllegalStateException("a baseline that was just written is gone"));
  }

  /**
   * The baseline in one role.
   *
   * @throws UnreadableResultException if its record or its model is damaged
   */
  public Optional<StoredBaseline> find(String scenario, String profile, Baseline role) {
    Path file = record(scenario, profile, role);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
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
    for (Path file : records()) {
      try {
        baselines.add(read(file));
      } catch (UnreadableResultException e) {
        damaged.add(e);
      }
    }
    return new Inventory(baselines, damaged);
  }

  private List<Path> records() {
    Path below = root.resolve("baselines");
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the store " + root, e);
    }
  }

  /** Two at once would each see the other's half: one waits. */
  private SharedLock.Hold lock(Promotion wish) throws IOException {
    AtomicReference<String> holder = new AtomicReference<>("");
    String self =
        "process %d, for %s on %s"
            .formatted(ProcessHandle.current().pid(), wish.scenario(), wish.profile());
    return SharedLock.in(root.resolve(".lock"))
        .take(PATIENCE, self, holder::set)
        .orElseThrow(
            () ->
                new IOException(
                    "somebody else has been writing it for %d s (%s); try again"
                        .formatted(PATIENCE.toSeconds(), holder.get())));
  }

  private Path record(String scenario, String profile, Baseline role) {
    return root.resolve("baselines")
        .resolve(encoded(scenario))
        .resolve(encoded(profile))
        .resolve(role.key() + ".csv");
  }

  private Path models(String sha256) {
    return root.resolve("models").resolve(sha256);
  }

  private void keepModel(Promotion wish) {
    Path place = models(wish.arm().sha256());
    if (isWhole(place)) {
      return;
    }
    AtomicFolder.replace(
        place,
        partial -> {
          Path model = wish.arm().model();
          copy(model, partial.resolve(model.getFileName().toString()));
          wish.externalData().forEach(file -> copy(file, beside(model, file, partial)));
          Checksums.write(partial);
        });
  }

  /** Whether the model is there as it was kept; a damaged one is replaced by the promotion. */
  private static boolean isWhole(Path place) {
    if (!Files.exists(place.resolve(Checksums.FILE))) {
      return false;
    }
    try {
      Checksums.verify(place, REMEDY);
      return true;
    } catch (UnreadableResultException e) {
      return false;
    }
  }

  /** The model names its external data relative to itself, so each file keeps its place. */
  private static Path beside(Path model, Path file, Path folder) {
    Path from = model.toAbsolutePath().normalize().resolveSibling("");
    Path relative = from.relativize(file.toAbsolutePath().normalize());
    if (relative.startsWith("..")) {
      throw new IllegalArgumentException(file + " does not lie beside or below " + model);
    }
    return folder.resolve(relative.toString());
  }

  private static void copy(Path file, Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      // Not from file to file: the copy would take over rights, such as those of a private cache.
      try (OutputStream copy = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + file + " into the store", e);
    }
  }

  private void writeRecord(Promotion wish) throws IOException {
    Path file = record(wish.scenario(), wish.profile(), wish.role());
    Files.createDirectories(file.getParent());
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    try {
      write(wish, partial);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void write(Promotion wish, Path file) throws IOException {
    Table.write(
        file,
        Columns.RUN,
        rows -> {
          rows.add("scenario", wish.scenario());
          rows.add("profile", wish.profile());
          rows.add("arm", wish.arm().name());
          rows.add("model", wish.arm().model().getFileName());
          rows.add("sha256", wish.arm().sha256());
          rows.add("bytes", wish.arm().bytes());
          rows.add("run", wish.runId());
          rows.add("outcome", wish.outcome());
          rows.add("since", wish.at());
          rows.add("because", wish.because());
          wish.arm().lineage().forEach((key, value) -> rows.add(LINEAGE + key, value));
        });
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private StoredBaseline read(Path file) {
    Map<String, String> cells = new LinkedHashMap<>();
    Table.read(file, Columns.RUN, row -> cells.put(row.text("key"), row.text("value")));
    Map<String, String> lineage = new LinkedHashMap<>();
    cells.forEach(
        (key, value) -> {
          if (key.startsWith(LINEAGE)) {
            lineage.put(key.substring(LINEAGE.length()), value);
          }
        });
    Path folder = models(required(file, cells, "sha256"));
    if (!Files.exists(folder.resolve(Checksums.FILE))) {
      throw new UnreadableResultException(
          folder, "is missing, but " + file + " names it; " + REMEDY);
    }
    Checksums.verify(folder, REMEDY);
    try {
      return stored(file, cells, folder, lineage);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new UnreadableResultException(file, "cannot be understood: " + e.getMessage());
    }
  }

  private StoredBaseline stored(
      Path file, Map<String, String> cells, Path folder, Map<String, String> lineage) {
    String role = file.getFileName().toString().replace(".csv", "");
    return new StoredBaseline(
        required(file, cells, "scenario"),
        required(file, cells, "profile"),
        role.equals(Baseline.DEPLOYED.key()) ? Baseline.DEPLOYED : Baseline.REFERENCE,
        required(file, cells, "arm"),
        folder.resolve(required(file, cells, "model")),
        required(file, cells, "sha256"),
        Long.parseLong(required(file, cells, "bytes")),
        required(file, cells, "run"),
        Outcome.valueOf(required(file, cells, "outcome")),
        Instant.parse(required(file, cells, "since")),
        required(file, cells, "because"),
        lineage);
  }

  private static String required(Path file, Map<String, String> cells, String key) {
    return Optional.ofNullable(cells.get(key))
        .orElseThrow(() -> new UnreadableResultException(file, "has no \"" + key + "\""));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
