/** Data sets: manifests, readers and preprocessing. */
@NullMarked
package dev.touchstone.scenarios.data;

import org.jspecify.annotations.NullMarked;
