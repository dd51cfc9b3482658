package dev.touchstone.runner.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.recipes.CardSection;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.recipes.review.ReviewText;
import dev.touchstone.runner.system.CpuFeatures;
import dev.touchstone.scenarios.HardwareProfile;
import java.util.List;

/** What a card tells of what a candidate is for, and of the data that it was made with. */
public final class CardSections {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CardSections() {}

  /** The hardware that a candidate is made for. */
  public static CardSection target(HardwareProfile profile) {
    String features = CpuFeatures.ofInterest(Workshop.features(profile));
    ObjectNode node =
        NODES
            .objectNode()
            .put("profile", profile.name())
            .put("description", profile.description())
            .put("threads", profile.threads())
            .put("executionProvider", profile.executionProvider());
    profile.architecture().ifPresent(a -> node.put("architecture", a));
    profile.cores().ifPresent(n -> node.put("cores", n));
    profile.memoryBytes().ifPresent(n -> node.put("memoryBytes", n));
    ArrayNode listed = node.putArray("cpuFeatures");
    List.of(features.split(" ")).stream().filter(f -> !f.isEmpty()).forEach(listed::add);
    String markdown =
        "## Target\n\n- Profile `"
            + profile.name()
            + "`"
            + (profile.description().isBlank() ? "" : ": " + profile.description())
            + "\n- "
            + profile.threads()
            + (profile.threads() == 1 ? " thread" : " threads")
            + " on execution provider `"
            + profile.executionProvider()
            + "`\n- CPU features that matter: "
            + (features.isEmpty() ? "none known" : "`" + features + "`")
            + "\n";
    return new CardSection("target", node, markdown);
  }

  /** Calibration data held against evaluation data. */
  public static CardSection review(CalibrationReview review) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("calibrationSamples", review.calibrationSamples())
            .put("evaluationSamples", review.evaluationSamples())
            .put("shared", review.shared())
            .put("repeated", review.repeated())
            .put("tensors", review.tensors().size());
    ArrayNode unlike = node.putArray("tensorsBeyondTheirRange");
    review.unlike().forEach(tensor -> unlike.add(tensor.tensor()));
    ArrayNode gaps = node.putArray("slicesWithoutSample");
    review.slices().stream()
        .filter(slice -> slice.calibration() == 0)
        .forEach(slice -> gaps.add(slice.name()));
    ArrayNode judged = node.putArray("gaps");
    review.gaps().forEach(judged::add);
    return new CardSection("calibrationReview", node, ReviewText.markdown(review));
  }
}
