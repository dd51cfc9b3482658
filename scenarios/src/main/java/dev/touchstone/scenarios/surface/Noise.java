package dev.touchstone.scenarios.surface;

/**
 * A seeded stream of random numbers that is the same on every platform and Java release.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014): {@link java.util.SplittableRandom} does not promise to stay what it
 * is, and the images of a seed are part of a published result. Not thread-safe.
 */
final class Noise {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  /** Starts the stream of one seed; two seeds give streams that have nothing to do with another. */
  Noise(long seed, long stream) {
    state = mix(mix(seed) + stream * GOLDEN_GAMMA);
  }

  /** The next 64 random bits. */
  long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (bits() >>> 11) * UNIT;
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** True with the probability given. */
  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Uniform in {0, …, bound − 1}; the bias of the plain remainder is below 2^-50 here. */
  int below(int bound) {
    return (int) ((bits() >>> 1) % bound);
  }

  /**
   * Mean 0, variance 1, nearly normal: the sum of four 16-bit uniforms (Irwin-Hall), never beyond
   * ±3.47. It needs no logarithm, whose last digit may differ between platforms.
   */
  double gaussian() {
    long bits = bits();
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum - 131070) * (1.7320508075688772 / 65536);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
