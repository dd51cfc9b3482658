package dev.touchstone.scenarios.data;

import java.util.Objects;
import java.util.Optional;

/**
 * What happens to stored values before the model sees them, in this order: images are resized,
 * cropped and given their channels; the layout is changed; the values are normalized.
 *
 * @param image steps for images; ignored for arrays
 * @param storedLayout how arrays are stored; empty if as the model expects them
 * @param layout what the model expects; empty if there are no channels. Images without it become
 *     NCHW
 * @param normalization arithmetic on every value
 */
public record Preprocessing(
    ImageSteps image,
    Optional<Layout> storedLayout,
    Optional<Layout> layout,
    Normalization normalization) {

  /** Leaves everything as it is. */
  public static final Preprocessing NONE =
      new Preprocessing(ImageSteps.NONE, Optional.empty(), Optional.empty(), Normalization.NONE);

  /** Rejects null. */
  public Preprocessing {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(storedLayout, "storedLayout");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(normalization, "normalization");
  }

  /** Whether arrays must be rearranged from channels last to channels first or back. */
  public boolean changesLayout() {
    return storedLayout.isPresent() && layout.isPresent() && !storedLayout.equals(layout);
  }
}
