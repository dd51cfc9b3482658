package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.problem.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The scenarios that come with the product, with their manifests and models. */
public final class BundledScenarios {

  private static final String DATA = "data/";
  private static final String YAML = ".yaml";

  private BundledScenarios() {}

  /** Their names, in the order in which they should be shown. */
  public static List<String> names() {
    return List.copyOf(Bundled.scenarios().keySet());
  }

  /** The names of the data manifests that come with them. */
  public static List<String> manifests() {
    return Bundled.scenarios().values().stream()
        .flatMap(List::stream)
        .filter(file -> file.startsWith(DATA) && file.endsWith(YAML))
        .map(file -> file.substring(DATA.length(), file.length() - YAML.length()))
        .distinct()
        .toList();
  }

  /**
   * Copies a data manifest into a folder, as {@link #materialize} does with a scenario.
   *
   * @return the manifest's file
   * @throws ScenarioException if there is no such manifest
   */
  public static Path materializeManifest(String name, Path folder) {
    String file = DATA + name + YAML;
    Path target = folder.resolve(file);
    if (!manifests().contains(name)) {
      throw unknown(name, "data manifest", manifests());
    }
    write(target, Bundled.bytes("scenarios/" + file).orElseThrow());
    return target;
  }

  private static ScenarioException unknown(String name, String noun, List<String> bundled) {
    return new ScenarioException(
        List.of(
            new Problem(
                new Location(noun, 1, 1),
                Bundled.unknown(name, noun, bundled),
                Words.didYouMean(name, bundled))));
  }

  /**
   * Copies a scenario and all its files into a folder, so that it can be read, looked at and
   * changed like any other. A file that is already there with the same content is left alone;
   * another content is replaced in one move, so that a reader sees the old or the new file and
   * never half of one.
   *
   * @param folder is created if it does not exist
   * @return the scenario file
   * @throws ScenarioException if there is no such scenario
   */
  public static Path materialize(String name, Path folder) {
    List<String> files = Bundled.scenarios().getOrDefault(name, List.of());
    if (files.isEmpty()) {
      throw unknown(name, "scenario", names());
    }
    for (String file : files) {
      // What was left out of a build, such as a model, is found missing by the scenario's reader.
      Optional<byte[]> content = Bundled.bytes("scenarios/" + file);
      content.ifPresent(bytes -> write(folder.resolve(file), bytes));
    }
    return folder.resolve(files.get(0));
  }

  private static void write(Path target, byte[] content) {
    try {
      if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), content)) {
        return;
      }
      Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      // Not createTempFile: its file would stay unreadable for everybody else.
      Path fresh = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        Files.write(fresh, content);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }
}
