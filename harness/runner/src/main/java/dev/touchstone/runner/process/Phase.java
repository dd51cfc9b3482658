package dev.touchstone.runner.process;

/** What a worker was doing. */
public enum Phase {
  /** From the start of the process to its first message. */
  START("starting"),
  /** Loading the model and warming it. */
  LOAD("loading and warming the model"),
  /** Running a block of iterations. */
  BLOCK("running a block"),
  /** Running a load pattern. */
  PATTERN("running a load pattern"),
  /** Running samples for their answers. */
  QUALITY("running the samples"),
  /** Reading its memory. */
  MEMORY("reading its memory");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
