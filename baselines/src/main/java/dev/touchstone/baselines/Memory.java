package dev.touchstone.baselines;

/**
 * Memory of one worker, in bytes.
 *
 * @param loading high-water mark when the session had been created
 * @param peak high-water mark at the end
 * @param steady resident after warm-up
 * @param fileBacked the part of {@code steady} that is pages of files: libraries, and weights that
 *     are mapped; in full, whoever else maps them
 */
public record Memory(long loading, long peak, long steady, long fileBacked) {}
