package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.util.List;
import java.util.Objects;

/**
 * Where the values of one model input are, and how the model expects them.
 *
 * @param name of the model input; empty for the model's only input
 * @param storage the file and its format
 * @param sampleShape the shape that one stored sample is given, without the batch dimension, before
 *     its layout is changed; empty for the stored one; never given for images
 * @param preprocessing what happens to the stored values
 * @param as the element type that the model expects
 * @param location where the manifest names the file
 */
public record InputFile(
    String name,
    Storage storage,
    List<Long> sampleShape,
    Preprocessing preprocessing,
    ElementType as,
    Location location) {

  /** Copies the shape; rejects null and an empty dimension. */
  public InputFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(storage, "storage");
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(as, "as");
    Objects.requireNonNull(location, "location");
    sampleShape = List.copyOf(sampleShape);
    if (sampleShape.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("dimensions must be at least 1, were " + sampleShape);
    }
  }
}
