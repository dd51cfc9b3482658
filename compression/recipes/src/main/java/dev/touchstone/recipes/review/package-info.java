/** Whether calibration samples are like the samples that a model is judged on. */
@NullMarked
package dev.touchstone.recipes.review;

import org.jspecify.annotations.NullMarked;
