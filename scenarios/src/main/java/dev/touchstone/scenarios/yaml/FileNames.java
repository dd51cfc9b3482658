package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the file names of a YAML file into paths: {@code ${NAME}} is filled in, and a relative name
 * is relative to the folder of the file that holds it.
 *
 * @param folder of the file that holds the names
 * @param variables values for {@code ${NAME}}; the environment is asked for those that are missing
 */
public record FileNames(Path folder, Map<String, String> variables) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");

  /** Copies the variables. */
  public FileNames {
    variables = Map.copyOf(variables);
  }

  /** For the names in one file. */
  public static FileNames in(Path file, Map<String, String> variables) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new FileNames(folder == null ? file.toAbsolutePath() : folder, variables);
  }

  /**
   * The path that a scalar names; whether it exists is not asked.
   *
   * @return absolute and normalized; empty if a variable is not defined or no path can look so
   */
  public Optional<Path> path(YamlScalar name, Problems problems) {
    return expand(name, problems)
        .flatMap(
            text -> {
              try {
                return Optional.of(folder.resolve(text).normalize());
              } catch (InvalidPathException e) {
                problems.add(name.problem(name.found() + " cannot be a path: " + e.getReason()));
                return Optional.empty();
              }
            });
  }

  /**
   * The path of a file that must exist.
   *
   * @param noun what the file is, such as {@code the reference model}
   */
  public Optional<Path> file(YamlScalar name, String noun, Problems problems) {
    return path(name, problems).filter(path -> exists(path, name, noun, problems));
  }

  private static boolean exists(Path path, YamlScalar name, String noun, Problems problems) {
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return true;
    }
    String state =
        Files.isDirectory(path)
            ? " is a folder, not a file"
            : Files.exists(path) ? " cannot be read" : " does not exist";
    problems.add(
        name.problem(
            noun + " " + name.found() + state,
            "it was looked for at " + path + "; names are relative to the file that holds them"));
    return false;
  }

  private Optional<String> expand(YamlScalar name, Problems problems) {
    Matcher matcher = VARIABLE.matcher(name.text());
    StringBuilder expanded = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      Optional<String> value = lookUp(matcher.group(1));
      if (value.isEmpty()) {
        complete = false;
        problems.add(undefined(name, matcher.group(1)));
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value.orElse("")));
    }
    matcher.appendTail(expanded);
    return complete ? Optional.of(expanded.toString()) : Optional.empty();
  }

  private static Problem undefined(YamlScalar name, String key) {
    if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return name.problem(
          name.found() + " names the variable " + Words.quoted(key),
          "write ${NAME} with letters, digits and underscores");
    }
    return name.problem(
        name.found() + " uses the variable " + Words.quoted(key) + ", which is not defined",
        "give it with --set " + key + "=DIR, or export the environment variable " + key);
  }

  private Optional<String> lookUp(String key) {
    String given = variables.get(key);
    String value = given == null && !key.isEmpty() ? environment(key) : given;
    return Optional.ofNullable(value);
  }

  private static @Nullable String environment(String key) {
    return System.getenv(key);
  }
}
