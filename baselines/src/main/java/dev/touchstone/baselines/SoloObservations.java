package dev.touchstone.baselines;

import org.HdrHistogram.Histogram;

/**
 * What one arm did alone under one load pattern, in steady state.
 *
 * @param arm the arm's name
 * @param load the load pattern's key
 * @param queries latencies of all queries in the order of their issue, wall and CPU
 * @param histogram the same wall latencies in nanoseconds, 3 significant digits
 * @param samplesPerQuery how many samples a query holds
 * @param elapsedNanos wall time of the whole measurement
 */
public record SoloObservations(
    String arm,
    String load,
    Block queries,
    Histogram histogram,
    int samplesPerQuery,
    long elapsedNanos) {}
