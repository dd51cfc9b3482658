package dev.touchstone.runner.job;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CompressionException;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.CalibrationCheck;
import dev.touchstone.scenarios.CandidateSource;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The models of a run.
 *
 * @param arms reference first, then deployed if there is one, then the candidates
 * @param faults recipes that could not be carried out, or whose calibration data has gaps
 * @param cards of the candidates that could be made, and of those that were brought along
 */
public record Lineup(List<Arm> arms, List<Fault> faults, List<CandidateCard> cards) {

  /** Makes the candidates, and looks up what ships today. */
  public static Lineup of(Scenario scenario, Workshop workshop, BaselineStore store) {
    List<Arm> arms = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    List<CandidateCard> cards = new ArrayList<>();
    arms.add(arm(Arm.REFERENCE, ArmRole.REFERENCE, scenario.reference()));
    deployed(scenario, store).ifPresent(arms::add);
    for (CandidateSource source : scenario.candidates()) {
      try {
        arms.add(candidate(source, scenario, workshop, cards, faults));
      } catch (CompressionException e) {
        arms.add(new Arm(source.name(), ArmRole.CANDIDATE, scenario.reference(), "", 0, Map.of()));
        String reason = String.valueOf(e.getMessage());
        faults.add(fault(source.name(), "compression", Fault.Kind.COMPRESSION_FAILED, reason));
      }
    }
    return new Lineup(arms, faults, cards);
  }

  private static Fault fault(String arm, String trial, Fault.Kind kind, String reason) {
    return new Fault(arm, trial, kind, OptionalInt.empty(), reason, List.of());
  }

  /** The only model of a plain measurement. */
  public static Lineup alone(Path model) {
    return broughtAlong(model, List.of());
  }

  /** Models of which none is made here, and none comes from a store. */
  public static Lineup broughtAlong(Path reference, List<ReadyModel> candidates) {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm(Arm.REFERENCE, ArmRole.REFERENCE, reference));
    candidates.forEach(ready -> arms.add(arm(ready.name(), ArmRole.CANDIDATE, ready.file())));
    return new Lineup(arms, List.of(), List.of());
  }

  /** What the arms of a scenario will be called, before any candidate is made. */
  public static List<String> names(Scenario scenario, BaselineStore store) {
    List<String> names = new ArrayList<>(List.of(Arm.REFERENCE));
    deployed(scenario, store).map(Arm::name).ifPresent(names::add);
    scenario.candidates().stream().map(CandidateSource::name).forEach(names::add);
    return names;
  }

  private static Arm candidate(
      CandidateSource source,
      Scenario scenario,
      Workshop workshop,
      List<CandidateCard> cards,
      List<Fault> faults) {
    if (source instanceof Recipe recipe) {
      Candidate made =
          workshop.compress(
              scenario.reference(), recipe, scenario.calibration(), scenario.profile());
      CandidateCard card = CandidateCard.of(made, scenario, workshop.review(recipe, scenario));
      cards.add(card);
      List<String> gaps = card.review().map(CalibrationReview::gaps).orElse(List.of());
      if (recipe.calibrationCheck() == CalibrationCheck.STRICT && !gaps.isEmpty()) {
        String reason =
            "requirements ask for slices of which no calibration sample was used: "
                + CandidateCard.gaps(gaps)
                + "; add samples of them, or write calibration-check: report";
        faults.add(fault(recipe.name(), "calibration", Fault.Kind.CALIBRATION_GAP, reason));
      }
      return new Arm(
          made.name(), ArmRole.CANDIDATE, made.file(), made.sha256(), made.bytes(), card.facts());
    }
    ReadyModel ready = (ReadyModel) source;
    cards.add(CandidateCard.of(ready, scenario));
    return arm(ready.name(), ArmRole.CANDIDATE, ready.file());
  }

  private static Optional<Arm> deployed(Scenario scenario, BaselineStore store) {
    return scenario
        .deployed()
        .map(file -> arm(Arm.DEPLOYED, ArmRole.DEPLOYED, file))
        .or(
            () ->
                store
                    .find(scenario.name(), scenario.profile().name(), Baseline.DEPLOYED)
                    .map(kept -> arm(kept, store)));
  }

  private static Arm arm(StoredBaseline kept, BaselineStore store) {
    return new Arm(
        Arm.DEPLOYED,
        ArmRole.DEPLOYED,
        kept.model(),
        kept.sha256(),
        kept.bytes(),
        Baselines.lineage(store, kept));
  }

  private static Arm arm(String name, ArmRole role, Path model) {
    ModelFiles files = filesOf(model);
    return new Arm(name, role, model, files.sha256(), files.bytes(), Map.of());
  }

  /** Also of a file that is no model: the runtime refuses it, and that is an outcome. */
  public static ModelFiles filesOf(Path model) {
    try {
      return ModelFiles.of(model);
    } catch (UnusableModelException e) {
      return new ModelFiles(List.of(model));
    }
  }
}
