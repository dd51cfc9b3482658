package dev.touchstone.training;

import java.util.List;

/**
 * How to train.
 *
 * @param seed of the order of the samples
 * @param steps updates of the weights, at least 1
 * @param batch samples in one step, at least 2, as BatchNormalization needs
 * @param peakLearningRate the schedule's peak, above 0
 * @param schedule how the learning rate moves
 * @param weightDecay pull of every weight to 0, added to its gradient; at least 0
 * @param classShares share of each class in the batches, by label; empty for that in the data
 */
public record TrainingSettings(
    long seed,
    int steps,
    int batch,
    double peakLearningRate,
    Schedule schedule,
    double weightDecay,
    List<Double> classShares) {

  /** Copies the shares, and rejects what cannot train. */
  public TrainingSettings {
    classShares = List.copyOf(classShares);
    if (steps < 1 || batch < 2) {
      throw new IllegalArgumentException(
          "needs at least 1 step of 2 samples, was " + steps + " of " + batch);
    }
    if (!(peakLearningRate > 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "needs a learning rate above 0 and a weight decay of at least 0, was "
              + peakLearningRate
              + " and "
              + weightDecay);
    }
    if (classShares.stream().anyMatch(share -> !(share >= 0))) {
      throw new IllegalArgumentException("a share is at least 0, were " + classShares);
    }
  }

  /** The same with another number of steps. */
  public TrainingSettings withSteps(int other) {
    return new TrainingSettings(
        seed, other, batch, peakLearningRate, schedule, weightDecay, classShares);
  }
}
