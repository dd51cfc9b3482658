package dev.touchstone.baselines.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A store in a folder; writers wait for each other, readers need no lock. */
final class FolderStorage implements Storage {

  /** A promotion takes a second; more than that is a network or a stuck process. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What {@link DurableFile} and {@link AtomicFolder} call what is not finished. */
  private static final Pattern HALF_WRITTEN = Pattern.compile("\\.(.+)\\.(partial|old)(-.+)?");

  private final Path root;

  FolderStorage(Path root) {
    this.root = root;
  }

  @Override
  public List<String> list(String folder) {
    Path below = root.resolve(folder);
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(key -> !key.startsWith(".") && !key.contains("/."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the store " + root, e);
    }
  }

  @Override
  public Optional<Text> read(String key) {
    Path file = place(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      String content = Files.readString(file);
      return Optional.of(new Text(content, Seal.sha256(content)));
    } catch (CharacterCodingException e) {
      throw new UnreadableResultException(file, "is no text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, String content) {
    return exclusively("to write " + key, () -> !Files.exists(place(key)) && written(key, content));
  }

  @Override
  public boolean putIfVersion(String key, String content, String version) {
    return exclusively(
        "to write " + key,
        () ->
            read(key).filter(text -> text.version().equals(version)).isPresent()
                && written(key, content));
  }

  private boolean written(String key, String content) {
    try {
      DurableFile.write(place(key), content);
      return true;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private UncheckedIOException cannotWrite(IOException e) {
    return new UncheckedIOException("cannot write the store " + root, e);
  }

  @Override
  public void delete(String key) {
    Path place = place(key);
    try {
      AtomicFolder.remove(place);
      if (Files.exists(place.resolveSibling(""))) {
        DurableFile.force(place.resolveSibling(""));
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void putFolder(String key, Consumer<Path> fill) {
    try {
      DurableFile.makeFolder(place(key).toAbsolutePath().normalize().resolveSibling(""));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    AtomicFolder.replace(place(key), fill);
  }

  @Override
  public Optional<Path> folder(String key) {
    return Optional.of(place(key)).filter(Files::isDirectory);
  }

  @Override
  public Path place(String key) {
    return root.resolve(key);
  }

  @Override
  @SuppressWarnings("try") // the lock is only held
  public <T> T exclusively(String purpose, Supplier<T> work) {
    AtomicReference<String> holder = new AtomicReference<>("");
    String self = "process %d, %s".formatted(ProcessHandle.current().pid(), purpose);
    SharedLock.Hold hold;
    try {
      DurableFile.makeFolder(root.toAbsolutePath().normalize());
      hold =
          SharedLock.in(root.resolve(".lock"))
              .take(PATIENCE, self, holder::set)
              .orElseThrow(
                  () ->
                      new IOException(
                          "somebody else has been writing it for %d s (%s); try again"
                              .formatted(PATIENCE.toSeconds(), holder.get())));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    try (hold) {
      return work.get();
    }
  }

  @Override
  public List<Path> sweep() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    return exclusively(
        "to sweep",
        () -> {
          List<Path> swept = new ArrayList<>();
          for (Path each : halfWritten()) {
            var name = HALF_WRITTEN.matcher(each.getFileName().toString());
            if (name.matches()) {
              // A folder that was cut off between its two renames is put in place first.
              AtomicFolder.recover(each.resolveSibling(name.group(1)));
              AtomicFolder.sweepAway(each);
              swept.add(each);
            }
          }
          return swept;
        });
  }

  private List<Path> halfWritten() {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> HALF_WRITTEN.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the store " + root, e);
    }
  }
}
