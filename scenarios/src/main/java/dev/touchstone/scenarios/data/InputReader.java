package dev.touchstone.scenarios.data;

/** The values of one model input for every stored sample. Thread-safe. */
interface InputReader {

  /** How many samples are stored. */
  int size();

  /**
   * One sample, preprocessed.
   *
   * @param row from 0 to {@code size() - 1}
   * @throws UnreadableData if it cannot be what the manifest says
   */
  Tensor read(int row);

  /** How samples are stored, as far as it changes what their bytes mean. */
  String description();

  /** Feeds the bytes of one sample, as they are stored, to a fingerprint. */
  void feed(int row, Fingerprint fingerprint);
}
