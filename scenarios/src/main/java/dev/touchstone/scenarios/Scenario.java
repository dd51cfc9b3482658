package dev.touchstone.scenarios;

import dev.touchstone.scenarios.data.DataManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One question: what to compress, what to run, and what must hold.
 *
 * @param name of letters, digits, dots, dashes and underscores
 * @param text the file as it was read, kept with every result
 * @param reference the uncompressed ONNX model
 * @param deployed the model that ships today, if the scenario names one; the store knows it
 *     otherwise
 * @param evaluation the labelled data that quality is measured on, if there is any
 * @param calibration the data that recipes may look at, if a recipe needs any
 * @param profile the hardware
 * @param candidates at least one
 * @param load at least one; the first is the default of every requirement
 * @param requirements may be empty: then the run only measures; with those budgets of the profile
 *     that {@link #on} added
 * @param loading how models come into the runtime
 */
public record Scenario(
    String name,
    String text,
    Path reference,
    Optional<Path> deployed,
    Optional<DataManifest> evaluation,
    Optional<CalibrationSet> calibration,
    HardwareProfile profile,
    List<CandidateSource> candidates,
    List<LoadPattern> load,
    List<Requirement> requirements,
    Loading loading) {

  /** With models loaded in the standard way. */
  public Scenario(
      String name,
      String text,
      Path reference,
      Optional<Path> deployed,
      Optional<DataManifest> evaluation,
      Optional<CalibrationSet> calibration,
      HardwareProfile profile,
      List<CandidateSource> candidates,
      List<LoadPattern> load,
      List<Requirement> requirements) {
    this(
        name,
        text,
        reference,
        deployed,
        evaluation,
        calibration,
        profile,
        candidates,
        load,
        requirements,
        Loading.STANDARD);
  }

  /** Copies the lists. */
  public Scenario {
    candidates = List.copyOf(candidates);
    load = List.copyOf(load);
    requirements = List.copyOf(requirements);
  }

  /** The file that states its requirements, as messages name it; empty if it states none. */
  public Optional<String> file() {
    return requirements.stream()
        .filter(r -> !profile.budgets().contains(r))
        .map(r -> r.location().file())
        .findFirst();
  }

  /**
   * The same question about other hardware: with the budgets of that profile, where the scenario
   * does not bound the same metric itself, and without those of the profile before.
   */
  public Scenario on(HardwareProfile other) {
    List<Requirement> own =
        requirements.stream().filter(r -> !profile.budgets().contains(r)).toList();
    return new Scenario(
        name,
        text,
        reference,
        deployed,
        evaluation,
        calibration,
        other,
        candidates,
        load,
        Budgets.join(own, load, other.budgets()),
        loading);
  }

  /** The same question about some of the candidates. */
  public Scenario about(List<? extends CandidateSource> some) {
    return new Scenario(
        name,
        text,
        reference,
        deployed,
        evaluation,
        calibration,
        profile,
        List.copyOf(some),
        load,
        requirements,
        loading);
  }

  /** The same models and data, with other demands. */
  public Scenario demanding(List<Requirement> others) {
    return new Scenario(
        name,
        text,
        reference,
        deployed,
        evaluation,
        calibration,
        profile,
        candidates,
        load,
        others,
        loading);
  }
}
