package dev.touchstone.runner.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {

  @TempDir private Path folder = Path.of("");
  private int readings;

  /** As if the files had been left alone for an hour. */
  private final Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  private String fingerprint(Clock clock, Path file) {
    return new Fingerprints(folder.resolve("cache"), clock)
        .of(
            "text",
            List.of(file),
            () -> {
              readings++;
              return new Fingerprints.Content(Digests.of(text(file)), List.of(file));
            });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file.txt"), text);
  }

  @Test
  void readsOnceWhatIsLeftAlone() throws IOException {
    Path file = file("a");

    String first = fingerprint(later, file);

    assertThat(fingerprint(later, file)).isEqualTo(first).isEqualTo(Digests.of("a"));
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void trustsNoFileThatWasWrittenJustBeforeItWasRead() throws IOException {
    Path file = file("a");

    fingerprint(Clock.systemUTC(), file);
    fingerprint(Clock.systemUTC(), file);

    assertThat(readings).isEqualTo(2);
  }

  /** Same size, and the time of the last change put back: the kernel's own time still tells. */
  @Test
  void isNotDeceivedByATimeThatWasSet() throws IOException {
    Path file = file("a");
    FileTime before = Files.getLastModifiedTime(file);
    fingerprint(later, file);
    Files.writeString(file, "b");
    Files.setLastModifiedTime(file, before);

    assertThat(fingerprint(later, file)).isEqualTo(Digests.of("b"));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void findsTheSameContentInATouchedFile() throws IOException {
    Path file = file("a");
    String before = fingerprint(later, file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(fingerprint(later, file)).isEqualTo(before);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void readsAgainIfAnEntryIsDamaged() throws IOException {
    Path file = file("a");
    fingerprint(later, file);
    try (var entries = Files.list(folder.resolve("cache"))) {
      Files.writeString(entries.findFirst().orElseThrow(), "touchstone-fingerprint: 1\nx\n");
    }

    assertThat(fingerprint(later, file)).isEqualTo(Digests.of("a"));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void worksWhereNothingCanBeKept() throws IOException {
    Path file = file("a");
    Files.writeString(folder.resolve("cache"), "a file in the way");

    assertThat(fingerprint(later, file)).isEqualTo(Digests.of("a"));
  }
}
