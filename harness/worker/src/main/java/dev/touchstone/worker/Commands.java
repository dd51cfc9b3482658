package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Command;

/** Where commands come from. */
@FunctionalInterface
interface Commands {

  /** Waits for the next one. */
  Command next() throws InterruptedException;
}
