package dev.touchstone.baselines.store;

import java.nio.file.Path;

/**
 * Something in a store that is not as it should be.
 *
 * @param place the file or folder
 * @param found what is wrong with it, as a clause without its subject
 * @param remedy what to do
 */
public record Damage(Path place, String found, String remedy) {

  /** What an exception tells, whose message ends in the remedy. */
  static Damage of(UnreadableResultException e) {
    String message = String.valueOf(e.getMessage());
    String text = message.substring(message.indexOf(": ") + 2);
    int at = text.indexOf("; ");
    return at < 0
        ? new Damage(e.file(), text, Ledgers.REMEDY)
        : new Damage(e.file(), text.substring(0, at), text.substring(at + 2));
  }

  /** Place, finding, remedy. */
  @Override
  public String toString() {
    return place + ": " + found + "; " + remedy;
  }
}
