package dev.touchstone.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few mebibytes, in memory. */
final class SmallDisk implements AutoCloseable {

  private static final int PAGE = 4096;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts one at an empty folder; skips the test where this user may not. */
  static SmallDisk at(Path folder, int mebibytes) throws IOException {
    Files.createDirectories(folder);
    Assumptions.assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + folder),
        "needs the right to mount a small disk");
    return new SmallDisk(folder);
  }

  /** Leaves so many pages of 4 KiB free. */
  void leavePages(int pages) throws IOException {
    Path filler = root.resolve("filler");
    Files.deleteIfExists(filler);
    long free = Files.getFileStore(root).getUsableSpace() / PAGE;
    byte[] page = new byte[PAGE];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (long left = free - pages; left > 0; left--) {
        out.write(page);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException full) {
      // The filler's own books take pages, too: the disk is as full as it gets.
    }
  }

  void remountReadOnly() throws IOException {
    run("mount", "-o", "remount,ro", root.toString());
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", root.toString());
  }

  private static boolean succeeds(String... command) {
    try {
      return run(command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(command[0]);
    }
  }
}
