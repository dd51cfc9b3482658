package dev.touchstone.scenarios;

/** Canonical unit in which every quantity of one dimension is held. */
public enum Unit {
  /** Time, in nanoseconds. */
  NANOSECOND("ns"),
  /** Memory and file sizes, in bytes. */
  BYTE("B"),
  /** Rates such as throughput, in events per second. */
  PER_SECOND("/s"),
  /** Shares such as accuracy, in [0, 1]. */
  FRACTION("fraction"),
  /** Energy, in joules. */
  JOULE("J"),
  /** Counts of things, such as changed answers. */
  COUNT("count"),
  /** Numbers in the unit of the label, such as a mean absolute error. */
  NUMBER("number");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** The spelling in result files. */
  public String symbol() {
    return symbol;
  }
}
