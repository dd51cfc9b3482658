/** Starts workers, speaks with them, and turns whatever happens to them into outcomes. */
@NullMarked
package dev.touchstone.runner.process;

import org.jspecify.annotations.NullMarked;
