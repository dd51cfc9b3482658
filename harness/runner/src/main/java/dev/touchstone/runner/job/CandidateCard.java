package dev.touchstone.runner.job;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.recipes.review.ReviewText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The card of a candidate of a run, with what its calibration data is worth for this run.
 *
 * @param review empty if the recipe does not calibrate, or there is no evaluation data
 */
public record CandidateCard(Candidate candidate, Optional<CalibrationReview> review) {

  /** Below the output folder of a run. */
  private static final String FOLDER = "cards";

  /** What the run's result and reports tell of how the candidate was made. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(candidate.lineage().facts());
    review.ifPresent(r -> facts.put("calibration.review", summary(r)));
    facts.put("card", FOLDER + "/" + candidate.name() + "/card.md");
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

  /** Puts the card and its appendices below the output folder of a run. */
  public void write(Path out) {
    CardCopy.into(
        candidate,
        out.resolve(FOLDER).resolve(candidate.name()),
        review.map(ReviewText::markdown).orElse(""));
  }
}
