package dev.touchstone.runner.process;

import dev.touchstone.baselines.Fault;
import java.time.Duration;
import java.util.Optional;

/**
 * How a trial ended. What goes wrong in a worker is a result of the experiment, never an exception.
 *
 * @param <T> what a trial that completes has observed
 */
public sealed interface TrialOutcome<T> {

  /** What was observed, if it completed. */
  Optional<T> value();

  /** What went wrong, if it did not complete. */
  Optional<Fault> fault(TrialName name);

  /**
   * It ran to its end.
   *
   * @param observed what was observed
   */
  record Completed<T>(T observed) implements TrialOutcome<T> {

    @Override
    public Optional<T> value() {
      return Optional.of(observed);
    }

    @Override
    public Optional<Fault> fault(TrialName name) {
      return Optional.empty();
    }
  }

  /** It did not complete; the same whatever it would have observed. */
  sealed interface Broken<T> extends TrialOutcome<T> {

    /** What a report calls it. */
    Fault.Kind kind();

    /** One line for people. */
    String reason();

    /** What the worker left behind. */
    Evidence evidence();

    @Override
    default Optional<T> value() {
      return Optional.empty();
    }

    @Override
    default Optional<Fault> fault(TrialName name) {
      return Optional.of(
          new Fault(
              name.arm(),
              name.trial(),
              kind(),
              evidence().exitCode(),
              reason(),
              evidence().lastLines()));
    }
  }

  /**
   * The model was refused or could not be run; the worker itself was well.
   *
   * @param kind {@code MODEL_REFUSED}, {@code INFERENCE_FAILED}, {@code LOAD_UNSUITED} or {@code
   *     OUT_OF_MEMORY}
   * @param reason in the runtime's own words
   */
  record Failed<T>(Fault.Kind kind, String reason, Evidence evidence) implements Broken<T> {}

  /**
   * The worker ended by itself, or answered what makes no sense.
   *
   * @param kind {@code CRASHED} or {@code OUT_OF_MEMORY}
   * @param reason what its end means
   */
  record Crashed<T>(Fault.Kind kind, String reason, Evidence evidence) implements Broken<T> {}

  /**
   * The worker did not answer in time and was killed.
   *
   * @param phase what it was doing
   * @param limit how long that may take
   */
  record TimedOut<T>(Phase phase, Duration limit, Evidence evidence) implements Broken<T> {

    @Override
    public Fault.Kind kind() {
      return Fault.Kind.TIMED_OUT;
    }

    @Override
    public String reason() {
      return "the worker was still "
          + phase
          + " after "
          + limit.toMillis() / 1000.0
          + " s and was stopped";
    }
  }

  /**
   * The worker was killed from outside.
   *
   * @param reason by which signal
   */
  record Killed<T>(String reason, Evidence evidence) implements Broken<T> {

    @Override
    public Fault.Kind kind() {
      return Fault.Kind.KILLED;
    }
  }
}
