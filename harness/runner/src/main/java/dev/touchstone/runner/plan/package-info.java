/** What is run in which order, decided before anything runs. */
@NullMarked
package dev.touchstone.runner.plan;

import org.jspecify.annotations.NullMarked;
