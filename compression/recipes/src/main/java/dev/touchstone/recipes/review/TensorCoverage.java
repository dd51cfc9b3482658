package dev.touchstone.recipes.review;

/**
 * How much of what evaluation samples make of a tensor lies outside what calibration samples made
 * of it.
 *
 * @param tensor its name
 * @param low smallest value of the calibration samples
 * @param high largest value of the calibration samples
 * @param outside share of the evaluation values that are smaller or larger, in [0, 1]
 * @param beyond evaluation samples with such a value
 * @param reach how far beyond the range the farthest value lies, as a multiple of the range's
 *     width; infinity if the range is a single number
 * @param chance that so many samples go beyond at one end, or more, if both sets were drawn alike;
 *     the smaller of both ends, doubled
 */
public record TensorCoverage(
    String tensor,
    float low,
    float high,
    double outside,
    int beyond,
    double reach,
    double chance) {}
