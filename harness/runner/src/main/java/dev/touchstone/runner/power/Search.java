package dev.touchstone.runner.power;

import java.util.Optional;

/**
 * What came of looking for a sensor.
 *
 * @param sensor if it is there and can be read
 * @param obstacle why it is not, otherwise empty
 */
record Search(Optional<PowerSensor> sensor, String obstacle) {

  static Search found(PowerSensor sensor) {
    return new Search(Optional.of(sensor), "");
  }

  static Search absent(String obstacle) {
    return new Search(Optional.empty(), obstacle);
  }
}
