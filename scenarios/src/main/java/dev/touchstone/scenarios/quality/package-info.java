/** Quality metrics: pure functions of predictions and labels. */
@NullMarked
package dev.touchstone.scenarios.quality;

import org.jspecify.annotations.NullMarked;
