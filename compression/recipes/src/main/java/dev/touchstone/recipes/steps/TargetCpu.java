package dev.touchstone.recipes.steps;

import dev.touchstone.scenarios.Step.ReduceRange;
import java.util.Set;

/**
 * What a target's CPU does with 8-bit products.
 *
 * <p>AVX2 and AVX-512 without VNNI add two products of an unsigned and a signed byte in 16 bits,
 * which saturates (instruction VPMADDUBSW); with weights of 7 bits it cannot. VNNI, AMX and Arm add
 * in 32 bits.
 *
 * @param features in the spelling of {@code /proc/cpuinfo}; empty if not stated
 */
public record TargetCpu(Set<String> features) {

  private static final Set<String> SUMS_IN_32_BITS = Set.of("avx512_vnni", "avx_vnni", "amx_int8");

  /** Copies the features. */
  public TargetCpu {
    features = Set.copyOf(features);
  }

  /** Whether weights keep to 7 bits; a CPU of which nothing is stated gets all 8. */
  public boolean needsSevenBits(ReduceRange asked) {
    return switch (asked) {
      case ON -> true;
      case OFF -> false;
      case AUTO -> isX86() && features.stream().noneMatch(SUMS_IN_32_BITS::contains);
    };
  }

  private boolean isX86() {
    return features.stream().anyMatch(f -> f.startsWith("sse") || f.startsWith("avx"));
  }
}
