/** Reads what is known about the host and its conditions; what is not known is absent. */
@NullMarked
package dev.touchstone.runner.system;

import org.jspecify.annotations.NullMarked;
