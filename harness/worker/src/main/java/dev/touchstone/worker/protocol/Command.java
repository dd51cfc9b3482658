package dev.touchstone.worker.protocol;

/** What a worker is told to do once it is ready. */
public sealed interface Command {

  /**
   * Runs the model in a closed loop and answers with {@link Reply.Observed} and {@link Reply.Done}.
   *
   * @param iterations at least 1
   */
  record Block(int iterations) implements Command {

    /** Rejects an empty block. */
    public Block {
      if (iterations < 1) {
        throw new IllegalArgumentException("a block needs an iteration, was " + iterations);
      }
    }
  }

  /**
   * Runs a load pattern; answers with {@link Reply.Observed}, {@link Reply.Sliced} and {@link
   * Reply.LoadDone}, or with {@link Reply.Unsuited}.
   */
  record Load(Arrival arrival, Stop stop) implements Command {}

  /**
   * Goes on with the load that ran last as if it had not been interrupted: queries that were
   * waiting still wait, and the time in between counts for nothing. Answers like {@link Load}, for
   * what is new.
   *
   * @param stop counted from here on
   */
  record GoOn(Stop stop) implements Command {}

  /**
   * Runs samples one by one and writes what the model answers to a {@link TensorFile}; answers with
   * {@link Reply.QualityDone}.
   *
   * @param samples path of a {@link TensorFile}
   * @param outputs path of the file that is written
   * @param from index of the first sample, from 0 on
   * @param count how many, at least 1
   */
  record Quality(String samples, String outputs, long from, long count) implements Command {

    /** Rejects an empty range. */
    public Quality {
      if (from < 0 || count < 1) {
        throw new IllegalArgumentException("no samples: " + count + " from " + from);
      }
    }
  }

  /** Answers with {@link Reply.MemoryRead}. */
  record ReadMemory() implements Command {}

  /** Ends the worker; answers with nothing. */
  record Quit() implements Command {}
}
