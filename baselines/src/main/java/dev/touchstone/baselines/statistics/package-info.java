/** Exact and resampling statistics, each with its source. */
@NullMarked
package dev.touchstone.baselines.statistics;

import org.jspecify.annotations.NullMarked;
