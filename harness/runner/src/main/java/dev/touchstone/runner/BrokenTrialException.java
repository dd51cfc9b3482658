package dev.touchstone.runner;

import dev.touchstone.baselines.Fault;

/**
 * A worker did not do what it was told. Only for the short way from a worker to the runner, which
 * turns it into a part of the result: what goes wrong in a worker is an outcome of the experiment.
 */
public final class BrokenTrialException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Fault fault;

  /** Carries what went wrong. */
  public BrokenTrialException(Fault fault) {
    super(fault.arm() + ", " + fault.trial() + ": " + fault.reason());
    this.fault = fault;
  }

  /** What went wrong. */
  public Fault fault() {
    return fault;
  }
}
