package dev.touchstone.cli;

import dev.touchstone.runner.MachineLock;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Holds the machine until it is ended. */
final class HoldMain {

  private HoldMain() {}

  public static void main(String[] args) {
    MachineLock.of(System.getenv()).take(Duration.ZERO, "another-model", line -> {});
    System.err.println("holds");
    new Semaphore(0).acquireUninterruptibly();
  }
}
