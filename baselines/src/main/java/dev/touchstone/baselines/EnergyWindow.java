package dev.touchstone.baselines;

/**
 * One fresh worker on a power sensor: first at rest, with its model loaded and warm, then under
 * load.
 *
 * @param round counted from 0; windows of one round were measured next to each other
 * @param restWatts mean power of the sensor's rails while the worker waited
 * @param restSeconds over which that mean was taken, above 0
 * @param loadWatts mean power while it worked
 * @param loadSeconds over which that mean was taken, above 0
 * @param samplesPerSecond that the worker answered under load, above 0
 */
public record EnergyWindow(
    int round,
    double restWatts,
    double restSeconds,
    double loadWatts,
    double loadSeconds,
    double samplesPerSecond) {

  /** Rejects what is no measurement. */
  public EnergyWindow {
    boolean finite = Double.isFinite(restWatts) && Double.isFinite(loadWatts);
    if (round < 0 || !finite || !(restSeconds > 0 && loadSeconds > 0 && samplesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "an energy window needs a round from 0 on, finite power, time and a rate above 0, was "
              + String.join(
                  ", ",
                  "round " + round,
                  restWatts + " W for " + restSeconds + " s",
                  loadWatts + " W for " + loadSeconds + " s",
                  samplesPerSecond + " /s"));
    }
  }

  /**
   * Energy of one sample above rest, in joules. It can be 0 or less where the load is lost in the
   * noise of the sensor.
   */
  public double joulesPerSample() {
    return (loadWatts - restWatts) / samplesPerSecond;
  }
}
