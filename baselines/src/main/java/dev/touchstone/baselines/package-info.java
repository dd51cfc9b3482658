/** The memory and the yardstick: run results, comparisons, gates, verdicts. */
@NullMarked
package dev.touchstone.baselines;

import org.jspecify.annotations.NullMarked;
