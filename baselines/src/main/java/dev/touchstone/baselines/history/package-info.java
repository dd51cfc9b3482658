/** How a metric of a scenario moves from night to night: change points, and slow drifts. */
@NullMarked
package dev.touchstone.baselines.history;

import org.jspecify.annotations.NullMarked;
