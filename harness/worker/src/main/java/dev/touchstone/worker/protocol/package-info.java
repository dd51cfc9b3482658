/** What the worker and the process that started it say to each other, byte by byte. */
@NullMarked
package dev.touchstone.worker.protocol;

import org.jspecify.annotations.NullMarked;
