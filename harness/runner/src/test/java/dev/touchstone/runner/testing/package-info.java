/** Questions and machines that tests share. */
@NullMarked
package dev.touchstone.runner.testing;

import org.jspecify.annotations.NullMarked;
