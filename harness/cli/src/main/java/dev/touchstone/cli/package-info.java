/** The command line: reads flags, wires the rooms together, prints, exits. */
@NullMarked
package dev.touchstone.cli;

import org.jspecify.annotations.NullMarked;
