package dev.touchstone.baselines.store;

/**
 * What a rollback did.
 *
 * @param restored the model that ships again
 * @param undone the model that shipped until now
 */
public record Rollback(StoredBaseline restored, StoredBaseline undone) {}
