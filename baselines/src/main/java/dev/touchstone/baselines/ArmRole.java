package dev.touchstone.baselines;

/** The part that a model plays in a run. */
public enum ArmRole {
  /** The uncompressed model. */
  REFERENCE,
  /** The model that ships today. */
  DEPLOYED,
  /** A model that is judged. */
  CANDIDATE
}
