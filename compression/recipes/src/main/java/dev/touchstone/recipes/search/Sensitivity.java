package dev.touchstone.recipes.search;

/**
 * What it does to the outputs when one layer alone is quantized.
 *
 * @param signalToNoiseDb of the outputs, in dB: the lower, the more sensitive
 * @param divergence of the scores by Kullback and Leibler, in nats
 * @param loss as the search judges it, a fraction
 */
record Sensitivity(SearchedLayer layer, double signalToNoiseDb, double divergence, double loss) {}
