/** What has to be done again when something that a verdict rests on was changed. */
@NullMarked
package dev.touchstone.runner.update;

import org.jspecify.annotations.NullMarked;
