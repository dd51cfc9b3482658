package dev.touchstone.recipes.anatomy;

/** How the operators of a graph are to be understood. */
enum Reading {
  /** A float operator between DequantizeLinear and QuantizeLinear stands for an integer one. */
  AS_WRITTEN,
  /** Every operator is the kernel of its name: the graph is what a runtime made of another. */
  AS_RUN
}
