package dev.touchstone.recipes.anatomy;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one node of a model does.
 *
 * @param path of the subgraph it is in, such as {@code branch/then_branch}; empty at the top
 * @param label its name, or what it makes
 * @param type such as {@code Conv}; with its domain if that is not ONNX's own
 * @param precision in which it computes
 * @param output size of its first output, if known
 * @param macs multiply-accumulate operations of one run; empty if it multiplies and sizes are not
 *     known
 * @param parameters in tensors that it is the first to read
 */
public record Operation(
    String path,
    String label,
    String type,
    Precision precision,
    Optional<Extent> output,
    OptionalLong macs,
    long parameters) {}
