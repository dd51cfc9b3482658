package dev.touchstone.recipes.review;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A review as a section of a card, in Markdown. */
public final class ReviewText {

  private static final int MOST_TENSORS = 10;
  private static final int MOST_SLICES = 60;

  private ReviewText() {}

  /** The section, which begins with its heading and ends with a line feed. */
  public static String markdown(CalibrationReview review) {
    StringBuilder out = new StringBuilder("## Calibration against evaluation data\n\n");
    line(
        out,
        "- %d calibration samples were held against %d of the evaluation data.",
        review.calibrationSamples(),
        review.evaluationSamples());
    line(
        out,
        review.shared() == 0
            ? "- None of these is a calibration sample."
            : "- **%d of these %s too**: what is measured on them flatters the candidate.",
        review.shared(),
        review.shared() == 1 ? "is a calibration sample" : "are calibration samples");
    slices(out, review);
    tensors(out, review);
    return out.toString();
  }

  private static void slices(StringBuilder out, CalibrationReview review) {
    if (!review.unknownColumns().isEmpty()) {
      line(
          out,
          "- The calibration data does not tell %s, so nothing is known of these slices.",
          String.join(", ", review.unknownColumns()));
    }
    List<SliceCount> empty = review.slices().stream().filter(s -> s.calibration() == 0).toList();
    if (!empty.isEmpty()) {
      line(
          out,
          "- **Without a calibration sample**: %s.",
          empty.stream()
              .limit(MOST_SLICES)
              .map(s -> s.name() + (s.judged() ? " (a requirement asks for it)" : ""))
              .collect(Collectors.joining(", ")));
    } else if (!review.slices().isEmpty()) {
      line(out, "- Every slice that can be told has calibration samples.");
    }
  }

  private static void tensors(StringBuilder out, CalibrationReview review) {
    List<TensorCoverage> unlike = review.unlike();
    if (review.tensors().isEmpty()) {
      line(out, "- The model has no product whose activations have a range.");
      return;
    }
    line(
        out,
        unlike.isEmpty()
            ? "- Activations are alike: of none of %d tensors more evaluation samples go beyond the"
                + " calibrated range than chance lets them (1 %% over all tensors)."
            : "- **Activations are not alike**: of %2$d of %1$d tensors more evaluation samples go"
                + " beyond the calibrated range than chance lets them (1 %% over all tensors).",
        review.tensors().size(),
        unlike.size());
    out.append("\n| tensor | calibrated range | values outside | samples beyond | reach | |\n");
    out.append("|---|---|---:|---:|---:|---|\n");
    for (TensorCoverage tensor :
        review.tensors().subList(0, Math.min(MOST_TENSORS, review.tensors().size()))) {
      line(
          out,
          "| %s | %.4g to %.4g | %.4f %% | %d | %.1f %% | %s |",
          tensor.tensor().replaceAll("[|<`\\[\\]\\p{Cntrl}]", "_"),
          tensor.low(),
          tensor.high(),
          100 * tensor.outside(),
          tensor.beyond(),
          100 * tensor.reach(),
          unlike.contains(tensor) ? "not alike" : "");
    }
    if (review.tensors().size() > MOST_TENSORS) {
      line(out, "| %d more with less outside | | | | | |", review.tensors().size() - MOST_TENSORS);
    }
    out.append(
        "\nReach is how far beyond the range the farthest value lies, in percent of its width.\n");
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
