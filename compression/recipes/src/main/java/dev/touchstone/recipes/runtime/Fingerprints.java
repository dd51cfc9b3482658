package dev.touchstone.recipes.runtime;

import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether inputs were seen before, by 128 bits of the SHA-256 of all their tensors; 100 000
 * samples take a few megabytes. Thread-safe.
 */
public final class Fingerprints {

  private final Map<ByteBuffer, Integer> seen = new HashMap<>();
  private int total;

  /**
   * Takes inputs in.
   *
   * @return how often they were seen before
   */
  public int add(Map<String, Tensor> inputs) {
    ByteBuffer hash = hash(inputs);
    synchronized (seen) {
      total++;
      return seen.merge(hash, 1, Integer::sum) - 1;
    }
  }

  /** Whether the same inputs were taken in. */
  public boolean contains(Map<String, Tensor> inputs) {
    ByteBuffer hash = hash(inputs);
    synchronized (seen) {
      return seen.containsKey(hash);
    }
  }

  /** How many were taken in that had been seen before. */
  public int repeated() {
    synchronized (seen) {
      return total - seen.size();
    }
  }

  private static ByteBuffer hash(Map<String, Tensor> inputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(inputs)
          .forEach(
              (name, tensor) -> {
                String head = name + tensor.type() + Arrays.toString(tensor.shape());
                digest.update(head.getBytes(StandardCharsets.UTF_8));
                digest.update(tensor.elements());
              });
      return ByteBuffer.wrap(digest.digest(), 0, 16).slice();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
