/**
 * Holds workers to the limits of a hardware profile, as far as the host allows, and tells what
 * held.
 */
@NullMarked
package dev.touchstone.runner.confinement;

import org.jspecify.annotations.NullMarked;
