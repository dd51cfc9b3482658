package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What comes with the product. A class path cannot be listed, so {@code index.yaml} beside the
 * resources names them all.
 */
final class Bundled {

  private static final String FOLDER = "bundled/";
  private static final Index INDEX = index();

  /** What {@code index.yaml} names; scenarios with their files. */
  private record Index(
      List<String> recipes, List<String> profiles, Map<String, List<String>> scenarios) {}

  private Bundled() {}

  static List<String> recipes() {
    return INDEX.recipes();
  }

  static List<String> profiles() {
    return INDEX.profiles();
  }

  /** For each scenario its files, the scenario itself first. */
  static Map<String, List<String>> scenarios() {
    return INDEX.scenarios();
  }

  /** Whether a text names a file and not something bundled: it has an extension or a separator. */
  static boolean isFileName(String text) {
    return text.endsWith(".yaml") || text.endsWith(".yml") || text.contains("/");
  }

  /** Says that a name is neither bundled nor a file. */
  static String unknown(String name, String noun, List<String> bundled) {
    return Words.quoted(name)
        + " is neither a bundled "
        + noun
        + " nor a YAML file; bundled: "
        + String.join(", ", bundled);
  }

  /** A resource that must be there. */
  static String text(String name) {
    byte[] bytes =
        bytes(name)
            .orElseThrow(() -> new IllegalStateException("the resource " + name + " is missing"));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A resource, or empty if it is not there. */
  static Optional<byte[]> bytes(String name) {
    try (InputStream stream = Bundled.class.getResourceAsStream(FOLDER + name)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }

  private static Index index() {
    Problems problems = new Problems();
    YamlNode root = YamlReader.read(text("index.yaml"), "index.yaml", problems).orElseThrow();
    Fields fields =
        Fields.of(root, "the index", List.of("recipes", "profiles", "scenarios"), problems);
    Map<String, List<String>> scenarios = new LinkedHashMap<>();
    YamlMapping named = (YamlMapping) fields.node("scenarios").orElseThrow();
    List<String> names = named.entries().stream().map(e -> e.key().text()).toList();
    Fields files = Fields.of(named, "scenarios", names, problems);
    names.forEach(name -> scenarios.put(name, files.texts(name).orElseThrow()));
    List<String> recipes = fields.texts("recipes").orElseThrow();
    List<String> profiles = fields.texts("profiles").orElseThrow();
    problems.throwIfAny();
    return new Index(recipes, profiles, Collections.unmodifiableMap(scenarios));
  }
}
