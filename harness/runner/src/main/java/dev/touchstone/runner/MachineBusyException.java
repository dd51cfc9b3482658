package dev.touchstone.runner;

/** Somebody else measures on this machine, and kept doing so for as long as one was to wait. */
public final class MachineBusyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says who it is.
   *
   * @param holder in that one's own words
   */
  public MachineBusyException(String holder) {
    super(
        "the machine is in use by "
            + holder
            + "; nothing was measured; try again later, or wait longer");
  }
}
