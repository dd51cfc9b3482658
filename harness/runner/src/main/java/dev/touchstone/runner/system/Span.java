package dev.touchstone.runner.system;

/**
 * The conditions at both ends of a stretch of time.
 *
 * @param before at its start
 * @param after at its end
 */
record Span(Conditions before, Conditions after) {}
