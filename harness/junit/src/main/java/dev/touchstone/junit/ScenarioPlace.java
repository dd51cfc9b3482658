package dev.touchstone.junit;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.BundledScenarios;
import dev.touchstone.scenarios.problem.Words;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.UniqueId;

/**
 * Where a scenario is: what its unique identifier says, so that a test can be found again by its
 * identifier alone.
 *
 * @param type {@value #FILE} or {@value #BUNDLED}
 * @param name the file, relative to the working directory if it lies below it, with slashes; or the
 *     bundled scenario's name
 */
record ScenarioPlace(String type, String name) {

  private static final String FILE = "scenario";
  private static final String BUNDLED = "bundled";

  /** A key that a scenario has and a data manifest, a recipe or a profile has not. */
  private static final Pattern OF_A_SCENARIO =
      Pattern.compile("(?m)^[\"']?(touchstone|model|recipes|requirements)[\"']?[ \\t]*:");

  static ScenarioPlace ofFile(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    Path shown = absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    return new ScenarioPlace(FILE, shown.toString().replace(File.separatorChar, '/'));
  }

  static ScenarioPlace ofBundled(String name) {
    return new ScenarioPlace(BUNDLED, name);
  }

  /** The place that a part of a unique identifier names, if it names one. */
  static Optional<ScenarioPlace> of(UniqueId.Segment segment) {
    return segment.getType().equals(FILE) || segment.getType().equals(BUNDLED)
        ? Optional.of(new ScenarioPlace(segment.getType(), segment.getValue()))
        : Optional.empty();
  }

  /** Whether an identifier ends with this place. */
  boolean is(UniqueId id) {
    return of(id.getLastSegment()).filter(this::equals).isPresent();
  }

  /**
   * The places that a word of a person means.
   *
   * @param word a scenario file, a folder of them, or the name of a bundled scenario
   * @throws RejectedException if it is none of these
   */
  static List<ScenarioPlace> named(String word) {
    Path path = Path.of(word);
    if (Files.isDirectory(path)) {
      List<ScenarioPlace> found = in(path);
      if (found.isEmpty()) {
        throw new RejectedException(
            "\""
                + word
                + "\" holds no scenario; add a YAML file that begins with \"touchstone: 1\"");
      }
      return found;
    }
    if (Files.isRegularFile(path)) {
      return List.of(ofFile(path));
    }
    if (BundledScenarios.names().contains(word)) {
      return List.of(ofBundled(word));
    }
    String meant = Words.didYouMean(word, BundledScenarios.names());
    throw new RejectedException(
        "\""
            + word
            + "\" is no file, no folder and no bundled scenario; it was looked for at "
            + path.toAbsolutePath()
            + "; bundled: "
            + String.join(", ", BundledScenarios.names())
            + (meant.isEmpty() ? "" : "; " + meant));
  }

  /** The scenario files of a folder; not those of the folders below, which may hold their data. */
  static List<ScenarioPlace> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ScenarioPlace::isScenario).sorted().map(ScenarioPlace::ofFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** Whether a file is a YAML file that means to be a scenario, even if it is a faulty one. */
  static boolean isScenario(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!(name.endsWith(".yaml") || name.endsWith(".yml")) || !Files.isRegularFile(file)) {
      return false;
    }
    try {
      // Latin-1 takes any bytes; those that are no UTF-8 are for the reader to complain about.
      return OF_A_SCENARIO.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The file to read; one that is bundled is copied out of the product. */
  Path file() {
    return type.equals(BUNDLED)
        ? BundledScenarios.materialize(name, Folders.of(System.getenv()).bundled())
        : Path.of(name);
  }
}
