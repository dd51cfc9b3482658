package dev.touchstone.scenarios;

/** Where a candidate comes from: made by a recipe, or brought along. */
public sealed interface CandidateSource permits Recipe, ReadyModel {

  /** The arm's name in every table; unique within a scenario. */
  String name();
}
