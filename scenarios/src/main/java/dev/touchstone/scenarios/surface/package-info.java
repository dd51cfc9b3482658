/** The embedded default's data: seeded images of machined metal. */
@NullMarked
package dev.touchstone.scenarios.surface;

import org.jspecify.annotations.NullMarked;
