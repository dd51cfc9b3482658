package dev.touchstone.runner.process;

import dev.touchstone.baselines.Fault;
import dev.touchstone.runner.process.TrialOutcome.Broken;

/** A worker did not do what it was told; for the way from there to the {@link TrialOutcome}. */
public final class WorkerLostException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient TrialName name;
  private final transient Broken<?> outcome;

  WorkerLostException(TrialName name, Broken<?> outcome) {
    super(name + ": " + outcome.reason());
    this.name = name;
    this.outcome = outcome;
  }

  /** Which trial's worker it was. */
  public TrialName name() {
    return name;
  }

  /** How the trial ended; it holds nothing that was observed, so it is the outcome of any trial. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it has no value of the type
  public <T> Broken<T> outcome() {
    return (Broken<T>) outcome;
  }

  /** The same for the result. */
  public Fault fault() {
    return outcome.fault(name).orElseThrow();
  }
}
