package dev.touchstone.runner.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.scenarios.CalibrationSet;
import dev.touchstone.scenarios.ProfileWriter;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a candidate is made again.
 *
 * @param command words of a shell command that does it
 * @param files that it needs beside the card, their texts by their names
 */
public record Rebuild(List<String> command, Map<String, String> files) {

  private static final String RECIPE = "rebuild.yaml";
  private static final String PROFILE = "rebuild-profile.yaml";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** Copies, and keeps the order. */
  public Rebuild {
    command = List.copyOf(command);
    files = new LinkedHashMap<>(files);
  }

  /**
   * Of a candidate of a scenario.
   *
   * @param folder of the card; the recipe is put beside it
   */
  static Rebuild of(Candidate made, Scenario scenario, Path folder) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(RECIPE, made.lineage().recipe());
    String profile = scenario.profile().name();
    if (!Profiles.names().contains(profile)) {
      files.put(PROFILE, ProfileWriter.yaml(scenario.profile(), List.of()));
      profile = folder.resolve(PROFILE).toString();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "touchstone",
                "compress",
                scenario.reference().toString(),
                "--recipe",
                folder.resolve(RECIPE).toString()));
    if (made.lineage().calibrationSha256().isPresent()) {
      scenario.calibration().ifPresent(set -> command.addAll(data(set)));
    }
    String ending = made.file().toString().endsWith(".ort") ? ".ort" : ".onnx";
    command.addAll(List.of("--profile", profile, "--out", made.name() + ending));
    return new Rebuild(command, files);
  }

  /** Of a model that was made by a command, which is given again. */
  public static Rebuild by(
      Path model,
      String recipe,
      Recipe steps,
      List<CalibrationSet> data,
      String profile,
      Path out) {
    List<String> command =
        new ArrayList<>(List.of("touchstone", "compress", model.toString(), "--recipe", recipe));
    if (Compressor.needsCalibration(steps)) {
      data.forEach(set -> command.addAll(data(set)));
    }
    command.addAll(List.of("--profile", profile, "--out", out.toString()));
    return new Rebuild(command, Map.of());
  }

  private static List<String> data(CalibrationSet set) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--data", set.manifest().file().toString()));
    words.addAll(List.of("--samples", Integer.toString(set.samples())));
    for (String name : variables(set.manifest().file())) {
      words.addAll(List.of("--set", name + "=$" + name));
    }
    return words;
  }

  /** What a manifest leaves to the one who uses it. */
  private static Set<String> variables(Path manifest) {
    Set<String> names = new LinkedHashSet<>();
    try {
      Matcher matcher = VARIABLE.matcher(Files.readString(manifest));
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + manifest, e);
    }
    return names;
  }

  /** The command as it is typed into a POSIX shell. */
  public String inShell() {
    return String.join(" ", command.stream().map(Rebuild::quoted).toList());
  }

  /** A value that comes from a variable keeps its {@code $}. */
  private static String quoted(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    int dollar = word.indexOf("=$");
    return dollar > 0 && PLAIN.matcher(word.substring(0, dollar)).matches()
        ? word.substring(0, dollar + 1) + '"' + word.substring(dollar + 1) + '"'
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /** What the card says of it. */
  public CardSection section() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("command", inShell());
    files.keySet().forEach(node.putArray("files")::add);
    String markdown =
        "## How to make it again\n\n```sh\n"
            + inShell()
            + "\n"
            + "```\n\n"
            + "The same tools and inputs, as their hashes are stated here, give the same file.\n"
            + "Of a model with external data the name of the data file is part of the hash.\n";
    return new CardSection("rebuild", node, markdown);
  }
}
