package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import java.util.Optional;

/**
 * One number of one arm; a row of {@code result.csv}.
 *
 * @param arm {@code reference}, {@code deployed} or the candidate's name
 * @param slice such as {@code class=crack}; empty for the whole data set
 * @param load the load pattern's key for latency and throughput; empty otherwise
 * @param value in the metric's canonical unit
 * @param n how many observations or samples it rests on
 * @param interval its confidence interval in the canonical unit, if it has one
 */
public record Measurement(
    String arm,
    Metric metric,
    String slice,
    String load,
    Quantity value,
    long n,
    Optional<Interval> interval) {}
