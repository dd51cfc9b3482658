package dev.touchstone.recipes;

import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.OptimizedModel;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.steps.Appendix;
import dev.touchstone.scenarios.Packaging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Candidates by what they were made from.
 *
 * <pre>
 *   FOLDER/KEY/model.onnx      (and model.onnx.data; or model.ort)
 *   FOLDER/KEY/lineage.txt
 *   FOLDER/KEY/card.md         (and card.json)
 *   FOLDER/KEY/sensitivity.csv (and other appendices of its steps)
 *   FOLDER/KEY.lock            held while an entry is looked up or made
 * </pre>
 *
 * An entry appears whole or not at all: it is made in a folder beside and renamed. What is found is
 * checked against its hash; an entry that does not hold is made again. Threads and processes that
 * want the same entry wait for the one that makes it. What one left behind that was killed is swept
 * away when the entry is made.
 */
final class ArtifactCache {

  /** Where an entry says how its model was made. */
  static final String LINEAGE = "lineage.txt";

  private static final String PART = ".part-";
  private static final String ONNX_NAME = "model.onnx";
  private static final String ORT_NAME = "model.ort";

  /** File locks hold between processes only; within this one threads need one of their own. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;

  ArtifactCache(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** A model, how it was made, and what was found out on the way. */
  record Made(OnnxModel model, Lineage lineage, List<Appendix> appendices, CardContent card) {}

  /** The entry of a key; made first if there is none that holds. */
  Candidate get(String name, String key, Supplier<Made> maker) {
    Path lockFile = folder.resolve(key + ".lock");
    ReentrantLock lock = LOCKS.computeIfAbsent(lockFile, f -> new ReentrantLock());
    lock.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        Optional<Candidate> found = find(name, key);
        return found.isPresent() && held.isValid() ? found.get() : make(name, key, maker.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the artifact cache at " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Candidate> find(String name, String key) throws IOException {
    Path entryFolder = folder.resolve(key);
    Path ort = entryFolder.resolve(ORT_NAME);
    Path model = Files.isRegularFile(ort) ? ort : entryFolder.resolve(ONNX_NAME);
    Path text = entryFolder.resolve(LINEAGE);
    boolean whole = Files.isRegularFile(model) && Files.isRegularFile(text);
    boolean told =
        Files.isRegularFile(entryFolder.resolve(ModelCard.MARKDOWN))
            && Files.isRegularFile(entryFolder.resolve(ModelCard.JSON));
    if (!whole || !told) {
      return Optional.empty();
    }
    Optional<LineageText.Entry> entry = LineageText.read(Files.readString(text));
    return entry
        .filter(e -> holds(model, e.sha256()))
        .map(e -> new Candidate(name, model, e.sha256(), e.bytes(), e.lineage(), true));
  }

  private static boolean holds(Path model, String sha256) {
    try {
      return ModelFiles.of(model).sha256().equals(sha256);
    } catch (UnusableModelException | UncheckedIOException e) {
      return false; // damaged beyond reading
    }
  }

  private Candidate make(String name, String key, Made made) throws IOException {
    sweep(key + PART);
    Path part = Files.createTempDirectory(folder, key + PART);
    try {
      Path model = write(made.model(), part);
      ModelFiles files = ModelFiles.of(model);
      LineageText.Entry entry =
          new LineageText.Entry(files.sha256(), files.bytes(), made.lineage());
      Files.writeString(part.resolve(LINEAGE), LineageText.write(entry));
      ModelCard card = card(made, entry);
      Files.writeString(part.resolve(ModelCard.MARKDOWN), card.markdown());
      Files.writeString(part.resolve(ModelCard.JSON), card.json());
      for (Appendix appendix : made.appendices()) {
        Files.writeString(part.resolve(appendix.name()), appendix.text());
      }
      Path target = folder.resolve(key);
      delete(target);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return new Candidate(
          name,
          target.resolve(part.relativize(model)),
          entry.sha256(),
          entry.bytes(),
          made.lineage(),
          false);
    } finally {
      delete(part);
    }
  }

  private static ModelCard card(Made made, LineageText.Entry entry) {
    Lineage lineage = made.lineage();
    return ModelCard.of(
        made.card(),
        new CardJson.Identity(lineage.referenceSha256(), lineage.referenceBytes()),
        new CardJson.Identity(entry.sha256(), entry.bytes()));
  }

  /** Writes a model as it is packaged, and loads it from there as a deployment would. */
  private static Path write(OnnxModel model, Path folder) throws IOException {
    Path onnx = folder.resolve(ONNX_NAME);
    model.write(onnx);
    Path written = onnx;
    if (model.packaging() instanceof Packaging.OrtFormat format) {
      written = folder.resolve(ORT_NAME);
      OptimizedModel.writeOrtFormat(onnx, written, level(format.optimization()));
      for (Path file : ModelFiles.of(onnx).files()) {
        Files.delete(file);
      }
    }
    if (!(model.packaging() instanceof Packaging.Inline)) {
      Session.requireLoads(written);
    }
    return written;
  }

  private static Optimization level(Packaging.Optimization optimization) {
    return switch (optimization) {
      case NONE -> Optimization.NONE;
      case BASIC -> Optimization.BASIC;
      case EXTENDED -> Optimization.EXTENDED;
    };
  }

  /** Whoever holds the lock of a key is the only one to make it: what is there was left behind. */
  private void sweep(String prefix) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path part : parts) {
        delete(part);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      List<Path> paths;
      try (Stream<Path> walk = Files.walk(tree)) {
        paths = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    }
  }
}
