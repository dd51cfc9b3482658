/** The measured process: loads a model, obeys commands, answers with raw observations. */
@NullMarked
package dev.touchstone.worker;

import org.jspecify.annotations.NullMarked;
