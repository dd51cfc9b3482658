package dev.touchstone.runner.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file system says of files without reading them: size, inode, and the times at which
 * content and inode were last changed. The second of these is the kernel's own and cannot be set:
 * {@code touch -d}, {@code cp -p} or {@code rsync -t}, which make the first one lie, show in it.
 *
 * @param digest of all that, in the order of the files
 * @param newest the latest of the times
 */
record FileStamp(String digest, FileTime newest) {

  private static final String ATTRIBUTES = "unix:size,ino,dev,lastModifiedTime,ctime";

  /** Empty if a file is not there, or the file system does not tell enough. */
  static Optional<FileStamp> of(List<Path> files) {
    MessageDigest digest = Digests.sha256();
    FileTime newest = FileTime.fromMillis(0);
    try {
      for (Path file : files) {
        Map<String, Object> told = Files.readAttributes(file, ATTRIBUTES);
        StringBuilder line = new StringBuilder(file.toAbsolutePath().toString());
        for (String name : List.of("size", "ino", "dev", "lastModifiedTime", "ctime")) {
          Object value = told.get(name);
          line.append('\n').append(value);
          if (value instanceof FileTime time && time.compareTo(newest) > 0) {
            newest = time;
          }
        }
        digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(new FileStamp(HexFormat.of().formatHex(digest.digest()), newest));
  }
}
