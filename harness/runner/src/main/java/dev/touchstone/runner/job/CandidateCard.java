package dev.touchstone.runner.job;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.recipes.ModelCard;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The card of a candidate of a run, with what it is for and how it is made again.
 *
 * @param name of the candidate
 * @param card as it was before the run
 * @param made how it was made; empty if it was brought along
 * @param review what its calibration data is worth for this run; empty if it was not calibrated, or
 *     there is no evaluation data
 */
public record CandidateCard(
    String name,
    Scenario scenario,
    ModelCard card,
    Optional<Candidate> made,
    Optional<CalibrationReview> review) {

  /** Below the output folder of a run. */
  private static final String FOLDER = "cards";

  /** Of a candidate that was made by a recipe of the scenario. */
  static CandidateCard of(Candidate made, Scenario scenario, Optional<CalibrationReview> review) {
    return new CandidateCard(made.name(), scenario, ModelCard.of(made), Optional.of(made), review);
  }

  /** Of a candidate that somebody else made. */
  static CandidateCard of(ReadyModel ready, Scenario scenario) {
    return new CandidateCard(
        ready.name(),
        scenario,
        ModelCard.ofUnknownMaking(ready.name(), ready.file(), scenario.reference()),
        Optional.empty(),
        Optional.empty());
  }

  /** What the run's result and reports tell of how the candidate was made. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    made.ifPresent(m -> facts.putAll(m.lineage().facts()));
    review.ifPresent(r -> facts.put("calibration.review", summary(r)));
    facts.put("card", FOLDER + "/" + name + "/" + ModelCard.MARKDOWN);
    return facts;
  }

  private static String summary(CalibrationReview review) {
    int unlike = review.unlike().size();
    String tensors =
        unlike == 0
            ? "activations of evaluation and calibration samples are alike"
            : unlike
                + " of "
                + review.tensors().size()
                + " tensors go beyond their range too often";
    List<String> gaps = review.gaps();
    return gaps.isEmpty() ? tensors : tensors + "; no calibration sample of " + gaps(gaps);
  }

  /** The slices, the first few by name. */
  public static String gaps(List<String> gaps) {
    int most = 8;
    String named = String.join(", ", gaps.subList(0, Math.min(most, gaps.size())));
    return gaps.size() > most ? named + " and " + (gaps.size() - most) + " more" : named;
  }

  /** Where the card of a candidate is put below the output folder of a run. */
  public static Path folder(Path out, String candidate) {
    return out.resolve(FOLDER).resolve(candidate);
  }

  /** Puts the card and what belongs to it below the output folder of a run. */
  public void write(Path out) {
    write(out, List.of());
  }

  /**
   * Puts the card and what belongs to it below the output folder of a run.
   *
   * @param more what was found out by the run
   */
  public void write(Path out, List<CardSection> more) {
    Path folder = folder(out, name);
    List<CardSection> sections = new ArrayList<>();
    sections.add(CardSections.target(scenario.profile()));
    review.map(CardSections::review).ifPresent(sections::add);
    made.map(m -> Rebuild.of(m, scenario, folder))
        .ifPresent(
            rebuild -> {
              rebuild.files().forEach((file, text) -> CardCopy.text(folder.resolve(file), text));
              sections.add(rebuild.section());
            });
    sections.addAll(more);
    CardCopy.into(card, made.map(Candidate::appendices).orElse(List.of()), folder, sections);
  }
}
