package dev.touchstone.recipes.difference;

/**
 * How far a tensor of one model is from its counterpart in another.
 *
 * @param tensor name in the first model
 * @param operator type of the node that makes it there
 * @param output whether the model gives it back
 * @param counterpart name in the second model
 * @param how the counterpart was found
 * @param signalToNoiseDb 10 · log10(Σ first² / Σ (second − first)²) over all samples, in dB;
 *     infinity if there is no difference, negative infinity if one holds NaN or infinity where the
 *     other does not
 * @param addedNoise how much more noise it has than what its node reads, as a fraction of the
 *     signal's power: {@code 0.01} is noise of a hundredth that was not there before; 0 if it has
 *     no more
 * @param largest absolute difference of an element
 * @param sizes what does not fit, if the two are of different sizes; else blank
 */
public record LayerDifference(
    String tensor,
    String operator,
    boolean output,
    String counterpart,
    Match how,
    double signalToNoiseDb,
    double addedNoise,
    double largest,
    String sizes) {

  /** How a counterpart was found. */
  public enum Match {
    SAME_NAME("same name"),
    DEQUANTIZED("what the second model reads behind QuantizeLinear and DequantizeLinear"),
    SCALED("whole numbers, times their scale"),
    SAME_NODE("output of the node of the same name");

    private final String words;

    Match(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** Whether the two could be compared. */
  public boolean isComparable() {
    return sizes.isEmpty();
  }
}
