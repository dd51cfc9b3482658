package dev.touchstone.training;

/** Labelled samples to learn from. */
public interface Examples {

  /** How many there are. */
  int size();

  /** Dimensions of one sample, without the batch. */
  long[] shape();

  /** One sample, row-major, as the model expects it. */
  float[] sample(int index);

  /** Its class, from 0 on. */
  int label(int index);
}
