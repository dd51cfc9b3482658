package dev.touchstone.runner.explain;

import dev.touchstone.baselines.Interval;
import dev.touchstone.scenarios.Loss;
import java.util.Optional;

/**
 * What one model loses against another on the same samples.
 *
 * @param slice on which; empty for all samples
 * @param estimate of the loss, a fraction on the scale; positive means worse
 * @param interval of the loss; empty if it could not be told
 * @param n samples or clusters that it rests on
 */
public record Cost(
    String slice, double estimate, Optional<Interval> interval, Loss.Scale scale, long n) {}
