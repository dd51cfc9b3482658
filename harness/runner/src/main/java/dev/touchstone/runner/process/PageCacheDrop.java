package dev.touchstone.runner.process;

import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes the files of a model out of the kernel's page cache, and proves it.
 *
 * <p>Java has no {@code posix_fadvise}; {@code dd iflag=nocache count=0} of GNU coreutils asks for
 * {@code POSIX_FADV_DONTNEED} of a whole file without reading or changing it. That is advice: pages
 * that are dirty or mapped stay. So the file is synchronized first, and {@code fincore} of
 * util-linux must count no resident page afterwards. Neither needs privileges.
 */
public final class PageCacheDrop {

  private static final long MOST_SECONDS = 30;

  private PageCacheDrop() {}

  /**
   * Drops the ONNX file and the files of its external data.
   *
   * @return empty if none of their pages is left in the cache; otherwise the reason, as a clause
   */
  public static Optional<String> of(Path model) {
    try {
      for (Path file : ModelFiles.of(model).files()) {
        Optional<String> reason = drop(file);
        if (reason.isPresent()) {
          return reason;
        }
      }
      return Optional.empty();
    } catch (UncheckedIOException | UnusableModelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> drop(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(false);
      run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
      String left =
          run(List.of("fincore", "--bytes", "--noheadings", "--output", "RES", "" + file));
      return left.equals("0")
          ? Optional.empty()
          : Optional.of("%s bytes of %s stayed in the page cache".formatted(left, file));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C"));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command.get(0) + " did not end within " + MOST_SECONDS + " s");
      }
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + ": " + text);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
