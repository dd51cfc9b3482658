package dev.touchstone.recipes;

import java.nio.file.Path;

/**
 * A compressed model.
 *
 * @param name the recipe's name
 * @param file the ONNX model in the artifact cache
 * @param sha256 of the file and its external data, lower-case hexadecimal
 * @param bytes of the file and its external data
 * @param lineage how it was made
 * @param cached whether it was found in the cache and no work was done
 */
public record Candidate(
    String name, Path file, String sha256, long bytes, Lineage lineage, boolean cached) {}
