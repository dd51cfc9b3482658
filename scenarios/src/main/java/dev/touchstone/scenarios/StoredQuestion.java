package dev.touchstone.scenarios;

import java.util.List;

/**
 * What a scenario asked, read again from the text that was kept with a result, on a machine that
 * need not have its files.
 *
 * @param name the scenario's name
 * @param load at least one; the first is the default of every requirement
 * @param requirements may be empty
 */
public record StoredQuestion(String name, List<LoadPattern> load, List<Requirement> requirements) {

  /** Copies the lists. */
  public StoredQuestion {
    load = List.copyOf(load);
    requirements = List.copyOf(requirements);
  }

  /** The requirements, and those of a profile's budgets that the scenario did not state itself. */
  public List<Requirement> with(List<Requirement> budgets) {
    return Budgets.join(requirements, load, budgets);
  }
}
