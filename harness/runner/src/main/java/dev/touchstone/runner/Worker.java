package dev.touchstone.runner;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Memory;
import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.process.LoadObservations;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A measured process whose model is loaded and warm. After a {@link BrokenTrialException} it can
 * only be closed. Not thread-safe.
 */
public interface Worker extends AutoCloseable {

  /** What it said when it was ready. */
  Reply.Ready ready();

  /** Its start, up to the end of the first inference; empty where CPU time is not accounted for. */
  Optional<ColdStart> coldStart();

  /**
   * Runs the model in a closed loop.
   *
   * @param iterations at least 1
   * @throws BrokenTrialException if it did not
   */
  Block block(int iterations) throws BrokenTrialException;

  /**
   * Runs a load pattern.
   *
   * @throws BrokenTrialException if it did not
   */
  LoadObservations load(Arrival arrival, Stop stop) throws BrokenTrialException;

  /**
   * Goes on with the load pattern that ran last as if it had not been interrupted.
   *
   * @param stop counted from here on
   * @return only what is new
   * @throws BrokenTrialException if it did not
   */
  LoadObservations goOn(Stop stop) throws BrokenTrialException;

  /**
   * Runs samples one by one and writes the model's answers.
   *
   * @param samples a tensor file
   * @param answers the tensor file that is written, with one record for each sample
   * @param count how many samples, from the first on; at least 1
   * @throws BrokenTrialException if it did not
   */
  Answers quality(Path samples, Path answers, long count) throws BrokenTrialException;

  /**
   * Its memory; empty where the kernel does not account for it.
   *
   * @throws BrokenTrialException if it did not say
   */
  Optional<Memory> memory() throws BrokenTrialException;

  /** Ends the process, whatever it takes. */
  @Override
  void close();
}
