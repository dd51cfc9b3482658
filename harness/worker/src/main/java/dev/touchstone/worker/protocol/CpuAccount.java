package dev.touchstone.worker.protocol;

/** Whose CPU time is counted for an iteration. */
public enum CpuAccount {
  /** The calling thread's, which does all the work when there is one intra-op thread; exact. */
  CALLING_THREAD,
  /**
   * The calling thread's and that of the threads which ONNX Runtime started, by {@code
   * /proc/self/task/<id>/schedstat}; exact once they sleep again. The JVM's own threads do not
   * count.
   */
  INFERENCE_THREADS,
  /** The whole process's, in the operating system's ticks, where nothing better is known. */
  PROCESS
}
