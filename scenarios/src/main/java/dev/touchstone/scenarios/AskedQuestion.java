package dev.touchstone.scenarios;

import dev.touchstone.scenarios.data.DataManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A question that was asked by flags instead of a file. It is written down as the scenario file
 * that asks the same: that text is kept with the result, so that it can be judged again, and
 * whoever wants to go on from there has a file to change.
 *
 * @param name of letters, digits, dots, dashes and underscores
 * @param reference an ONNX model
 * @param candidates at least one
 * @param profile the name of a bundled profile, or a YAML file
 * @param evaluation the labelled data, if there is any
 * @param demands at least one
 */
public record AskedQuestion(
    String name,
    Path reference,
    List<ReadyModel> candidates,
    String profile,
    Optional<DataManifest> evaluation,
    List<Demand> demands) {

  /** Copies the lists. */
  public AskedQuestion {
    candidates = List.copyOf(candidates);
    demands = List.copyOf(demands);
  }

  /**
   * The question as a scenario under single-stream.
   *
   * @throws dev.touchstone.scenarios.problem.ScenarioException if there is no such profile, or it
   *     has mistakes
   */
  public Scenario scenario() {
    String text = text();
    // Read back and not built: what is judged now is what a later reader of the text will judge.
    StoredQuestion read = ScenarioReader.readStored(text, name + ".yaml");
    return new Scenario(
        name,
        text,
        reference,
        Optional.empty(),
        evaluation,
        Optional.empty(),
        Profiles.read(profile),
        List.copyOf(candidates),
        read.load(),
        read.requirements());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Asked on the command line, written down by Touchstone.\n");
    text.append("touchstone: 1\n");
    text.append("name: ").append(quoted(name)).append('\n');
    text.append("model: {reference: ").append(quoted(reference)).append("}\n");
    evaluation.ifPresent(
        data ->
            text.append("data: {evaluation: {manifest: ")
                .append(quoted(data.file()))
                .append("}}\n"));
    String place = Bundled.profiles().contains(profile) ? profile : quoted(Path.of(profile));
    text.append("profile: ").append(place).append('\n');
    text.append("recipes:\n");
    for (ReadyModel candidate : candidates) {
      text.append("  - {name: ").append(quoted(candidate.name()));
      text.append(", model: ").append(quoted(candidate.file())).append("}\n");
    }
    text.append("requirements:\n");
    demands.forEach(demand -> text.append("  - ").append(demand).append('\n'));
    return text.toString();
  }

  private static String quoted(Path file) {
    return quoted(file.toAbsolutePath().normalize().toString());
  }

  /** A double-quoted scalar: YAML 1.2, section 7.3.1. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
