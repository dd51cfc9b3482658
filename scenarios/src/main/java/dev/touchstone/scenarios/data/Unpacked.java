package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Arrays that this process has unpacked, as long as memory is not short: a manifest is checked
 * against its files when it is read, and the files are opened again when they are used.
 * Thread-safe.
 */
final class Unpacked {

  private static final Map<Key, SoftReference<StoredArray>> KNOWN = new ConcurrentHashMap<>();

  private Unpacked() {}

  /** A file that was written since is another one. */
  private record Key(Path file, FileTime written, long bytes) {

    static Key of(Path file) throws IOException {
      return new Key(file.toRealPath(), Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /** Unpacks an array. */
  @FunctionalInterface
  interface Unpacker {
    StoredArray unpack() throws IOException;
  }

  /** The array of a file; unpacked if that was not done yet. */
  static StoredArray of(Path file, Unpacker unpacker) throws IOException {
    Key key = Key.of(file);
    Optional<StoredArray> known = Optional.ofNullable(KNOWN.get(key)).map(SoftReference::get);
    if (known.isPresent()) {
      return known.get();
    }
    StoredArray array = unpacker.unpack();
    KNOWN.put(key, new SoftReference<>(array));
    return array;
  }
}
