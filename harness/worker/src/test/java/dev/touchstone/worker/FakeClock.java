package dev.touchstone.worker;

import dev.touchstone.worker.protocol.CpuAccount;

/** A wall clock and a CPU clock that move only when something is done. */
final class FakeClock implements NanoClock {

  private long wall;
  private long cpu;

  /** Work: both clocks move. */
  void work(long nanos) {
    wall += nanos;
    cpu += nanos;
  }

  /** Waiting: only the wall clock moves. */
  void idle(long nanos) {
    wall += nanos;
  }

  /** The CPU clock. */
  CpuClock cpu() {
    return new CpuClock() {
      @Override
      public long nanos() {
        return cpu;
      }

      @Override
      public CpuAccount account() {
        return CpuAccount.CALLING_THREAD;
      }
    };
  }

  @Override
  public long nanos() {
    return wall;
  }

  @Override
  public void spinUntil(long nanos) {
    work(Math.max(0, nanos - wall));
  }

  @Override
  public void waitUntil(long nanos) {
    idle(Math.max(0, nanos - wall));
  }
}
