package dev.touchstone.worker;

import dev.touchstone.worker.protocol.CpuAccount;

/** CPU time that inference has used so far, in nanoseconds; asked by the thread that runs it. */
interface CpuClock {

  /** CPU time until now. */
  long nanos();

  /** Whose CPU time it is. */
  CpuAccount account();
}
