/**
 * The question: scenario, recipe, hardware profile, load pattern and requirement as types, and
 * their reader.
 */
@NullMarked
package dev.touchstone.scenarios;

import org.jspecify.annotations.NullMarked;
