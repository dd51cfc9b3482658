package dev.touchstone.recipes.weights;

/** Chooses the levels of a matrix. */
interface Rounder {

  /** Rounds a matrix of finite numbers. */
  BlockedMatrix round(Matrix weights);
}
