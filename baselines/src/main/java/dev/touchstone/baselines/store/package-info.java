/** Run results and baselines on disk. */
@NullMarked
package dev.touchstone.baselines.store;

import org.jspecify.annotations.NullMarked;
