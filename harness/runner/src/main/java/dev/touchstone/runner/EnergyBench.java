package dev.touchstone.runner;

import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.power.PowerMeter;
import dev.touchstone.runner.power.Sleeper;
import dev.touchstone.runner.process.LoadObservations;
import dev.touchstone.runner.process.PatternArrival;
import dev.touchstone.worker.protocol.Stop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs one worker on a power sensor: first it rests, loaded and warm, then it works.
 *
 * @param meter reads the power meanwhile
 * @param clock that tells when what was done; the sensor's own
 * @param sleeper waits while the worker rests
 */
record EnergyBench(PowerMeter meter, Clock clock, Sleeper sleeper) {

  /**
   * When one worker did what.
   *
   * @param rest its rest began
   * @param load its load began, at the end of the rest
   * @param end it had answered
   * @param samplesPerSecond that it answered under load
   * @param reading how long this machine spent on reading the sensor in the meantime
   */
  record Shift(
      Trial.Energy trial,
      Instant rest,
      Instant load,
      Instant end,
      double samplesPerSecond,
      Duration reading) {}

  Shift run(Trial.Energy trial, Workers workers, Launches launches) throws BrokenTrialException {
    try (Worker worker = workers.start(launches.warm(trial, trial.arm()));
        PowerMeter.Recording recording = meter.record()) {
      Instant rest = clock.instant();
      sleep();
      Instant load = clock.instant();
      LoadObservations observed =
          worker.load(
              PatternArrival.of(trial.load(), trial.seed()),
              new Stop(EnergyPlan.LOAD.toNanos(), 1, Integer.MAX_VALUE));
      Instant end = clock.instant();
      return new Shift(trial, rest, load, end, observed.throughput(), recording.cost());
    }
  }

  private void sleep() {
    try {
      sleeper.sleep(EnergyPlan.REST);
    } catch (InterruptedException e) {
      Thread.currentThread()
          .interrupt(); // the run is being ended: the window is too short to count
    }
  }
}
