package dev.touchstone.baselines.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A lock between threads, processes and users, on a file that tells who holds it.
 *
 * <p>Assumptions: the file lies on a local disk, or on a network file system that knows locks; it
 * stays when nobody holds it, since two could hold it at once if one deleted it. Guarantees: at
 * most one process holds it; a process that ends, however it ends, holds it no more; a thread that
 * holds it may take it again.
 */
public final class SharedLock {

  private static final long NAP_MILLIS = 100;
  private static final int MOST_BYTES = 1024;
  private static final String EVERYBODY = "rw-rw-rw-";

  /** File locks hold between processes only, and are lost when any thread closes the file. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final String rights;
  private final ReentrantLock threads;

  private SharedLock(Path file, String rights) {
    this.file = file.toAbsolutePath().normalize();
    this.rights = rights;
    this.threads = THREADS.computeIfAbsent(this.file, f -> new ReentrantLock());
  }

  /**
   * A lock of those who may write in a folder.
   *
   * @param file is made when the lock is first taken; its folder must exist
   */
  public static SharedLock in(Path file) {
    return new SharedLock(file, "");
  }

  /**
   * A lock of every user of the machine.
   *
   * @param file is made when the lock is first taken, for everybody to write; its folder must exist
   */
  public static SharedLock ofEverybody(Path file) {
    return new SharedLock(file, EVERYBODY);
  }

  /** What is held until the same thread closes it. */
  public interface Hold extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Takes the lock, or waits for it.
   *
   * @param patience how long to wait; zero to try once
   * @param holder one line for others: who takes it, and what for
   * @param taken hears, once, who holds it if it cannot be had at once; an empty line if that is
   *     not known
   * @return empty if somebody else still holds it when the time is over
   * @throws IOException if the file cannot be used as a lock
   */
  public Optional<Hold> take(Duration patience, String holder, Consumer<String> taken)
      throws IOException {
    // Elapsed time is counted in naps: the clock could be set meanwhile.
    long naps = patience.toMillis() / NAP_MILLIS;
    Optional<Hold> hold = tryOnce(holder);
    if (hold.isEmpty()) {
      taken.accept(holder());
    }
    for (long i = 0; i < naps && hold.isEmpty() && nap(); i++) {
      hold = tryOnce(holder);
    }
    return hold;
  }

  private static boolean nap() {
    try {
      Thread.sleep(NAP_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Hold> tryOnce(String holder) throws IOException {
    if (!threads.tryLock()) {
      return Optional.empty();
    }
    if (threads.getHoldCount() > 1) {
      return Optional.of(threads::unlock);
    }
    Optional<Hold> hold = Optional.empty();
    try {
      hold = betweenProcesses(holder);
    } finally {
      if (hold.isEmpty()) {
        threads.unlock();
      }
    }
    return hold;
  }

  private Optional<Hold> betweenProcesses(String holder) throws IOException {
    FileChannel channel = open();
    Optional<FileLock> lock = Optional.empty();
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Held by this process through another class loader; as good as by another process.
    } finally {
      if (lock.isEmpty()) {
        channel.close();
      }
    }
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    say(channel, holder);
    return Optional.of(() -> release(channel));
  }

  private void release(FileChannel channel) {
    say(channel, "");
    try {
      channel.close();
    } catch (IOException e) {
      // The system closes what is left, and with it the lock.
    } finally {
      threads.unlock();
    }
  }

  /** For people only: a full disk keeps nobody from holding the lock. */
  private static void say(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      // Whoever waits is told that somebody holds it.
    }
  }

  /** Never through a link: in a folder that everybody may write, it could lead anywhere. */
  private FileChannel open() throws IOException {
    try {
      // Not CREATE: Linux may refuse that to everybody but the owner (fs.protected_regular).
      return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException missing) {
      try {
        Files.createFile(file);
        if (!rights.isEmpty()) {
          grant(PosixFilePermissions.fromString(rights));
        }
      } catch (FileAlreadyExistsException e) {
        // Somebody was faster.
      }
      return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void grant(Set<PosixFilePermission> permissions) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  private String holder() {
    if (!threads.tryLock()) {
      return "another thread of this process";
    }
    // While no other thread can take it: closing the file would take the lock from that thread.
    try {
      byte[] text = Files.readAllBytes(file);
      int length = Math.min(text.length, MOST_BYTES);
      return new String(text, 0, length, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    } finally {
      threads.unlock();
    }
  }
}
