package dev.touchstone.runner.update;

/** How far back a candidate has to begin again; each includes those before it. */
public enum Stage {
  /** Nothing that its verdict rests on was changed. */
  NOTHING("as before"),
  /** The observations stand, what is demanded of them does not. */
  JUDGE("judge"),
  /** The model stands, what was observed of it does not. */
  MEASURE("measure"),
  /** The model itself may become another. */
  COMPRESS("compress");

  private final String verb;

  Stage(String verb) {
    this.verb = verb;
  }

  /** What is done, for people. */
  public String verb() {
    return verb;
  }
}
