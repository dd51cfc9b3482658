/** Carries out a plan: starts workers, collects raw observations, faults and conditions. */
@NullMarked
package dev.touchstone.runner;

import org.jspecify.annotations.NullMarked;
