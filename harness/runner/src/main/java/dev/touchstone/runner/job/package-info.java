/**
 * One run of one scenario, from models to a result: what the command line and the test engine
 * share.
 */
@NullMarked
package dev.touchstone.runner.job;

import org.jspecify.annotations.NullMarked;
