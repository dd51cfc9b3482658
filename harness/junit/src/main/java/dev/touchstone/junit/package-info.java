/** A JUnit Platform test engine: every requirement of every scenario is one test. */
@NullMarked
package dev.touchstone.junit;

import org.jspecify.annotations.NullMarked;
