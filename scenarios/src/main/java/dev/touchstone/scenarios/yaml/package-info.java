/** Strict YAML 1.2 reading with places. */
@NullMarked
package dev.touchstone.scenarios.yaml;

import org.jspecify.annotations.NullMarked;
