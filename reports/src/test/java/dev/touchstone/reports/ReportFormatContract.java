package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every format promises, whatever it looks like. */
abstract class ReportFormatContract {

  @TempDir Path folder;

  /** The format under test. */
  abstract ReportFormat format();

  static Stream<String> verdicts() {
    return Verdicts.names();
  }

  static Verdict verdict(String name) {
    return Verdicts.named(name);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void writesWhatItNamesAndTheSameBytesForTheSameVerdict(String name) throws IOException {
    Path out = folder.resolve("made/on the way");
    format().render(verdict(name), out);
    assertThat(out.resolve(format().output())).exists();
    Map<String, byte[]> one = files(out);
    String place = format().output().replaceFirst("/.*", "");
    assertThat(one.keySet()).allMatch(f -> f.startsWith(place));

    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      format().render(verdict(name), folder.resolve("two"));
    } finally {
      Locale.setDefault(before);
    }
    Map<String, byte[]> two = files(folder.resolve("two"));
    assertThat(two.keySet()).isEqualTo(one.keySet());
    one.forEach((file, bytes) -> assertThat(Arrays.equals(two.get(file), bytes)).as(file).isTrue());
  }

  @Test
  void replacesAnOlderReportAsAWhole() throws IOException {
    format().render(verdict("fail"), folder);
    format().render(verdict("bare"), folder);
    format().render(verdict("bare"), folder.resolve("fresh"));
    Map<String, byte[]> fresh = files(folder.resolve("fresh"));
    Folders.delete(folder.resolve("fresh"));
    Map<String, byte[]> replaced = files(folder);
    assertThat(replaced.keySet()).isEqualTo(fresh.keySet());
    fresh.forEach((f, bytes) -> assertThat(Arrays.equals(replaced.get(f), bytes)).as(f).isTrue());
  }

  @Test
  void letsNoControlCharacterThroughExceptLineEndsAndTabs() throws IOException {
    format().render(verdict("hostile"), folder);
    files(folder)
        .forEach(
            (file, bytes) -> {
              String text = new String(bytes, StandardCharsets.UTF_8);
              assertThat(text.codePoints().filter(c -> c < ' ' && !isAllowed(c)).toArray())
                  .as(file)
                  .isEmpty();
            });
  }

  /** Whether a control character may stand in the format's files. */
  boolean isAllowed(int c) {
    return c == '\n' || c == '\t';
  }

  @Test
  void namesThePathThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "in the way");
    assertThatThrownBy(() -> format().render(verdict("pass"), file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a-file");
  }

  @Test
  void hasANameForTheCommandLine() {
    assertThat(format().name()).matches("[a-z-]+");
  }

  static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(folder)) {
      paths = tree.filter(Files::isRegularFile).toList();
    }
    for (Path path : paths) {
      String name = folder.relativize(path).toString().replace('\\', '/');
      files.put(name, Files.readAllBytes(path));
    }
    return files;
  }
}
