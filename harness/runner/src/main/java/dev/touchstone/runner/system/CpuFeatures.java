package dev.touchstone.runner.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the CPU can do, in the spelling of {@code /proc/cpuinfo}. */
public final class CpuFeatures {

  /**
   * The features that decide how fast a network runs and whether 8-bit sums saturate; the only ones
   * that are kept with a result.
   */
  private static final Set<String> OF_INTEREST =
      Set.of(
          "sse4_2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "avx_vnni",
          "avx_vnni_int8",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          "neon",
          "asimd",
          "fphp",
          "asimdhp",
          "asimddp",
          "asimdfhm",
          "sve",
          "sve2",
          "i8mm",
          "bf16",
          "svei8mm",
          "sme");

  private CpuFeatures() {}

  /**
   * Reads the features that every core has; the little cores of a mixed board decide.
   *
   * @param root of the file tree that holds {@code proc/cpuinfo}; {@code /} on a live machine
   * @return in the kernel's order; empty where there is no such file
   */
  public static Set<String> detect(Path root) {
    List<String> cores =
        new FileTree(root)
            .lines("proc/cpuinfo").stream()
                .filter(line -> line.matches("(flags|Features)\\s*:.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .distinct()
                .toList();
    Set<String> common = new LinkedHashSet<>();
    for (int i = 0; i < cores.size(); i++) {
      List<String> features = Arrays.asList(cores.get(i).split("\\s+"));
      if (i == 0) {
        common.addAll(features);
      } else {
        common.retainAll(features);
      }
    }
    return Collections.unmodifiableSet(common);
  }

  /** The features that matter to a network, sorted and separated by spaces. */
  public static String ofInterest(Set<String> features) {
    return String.join(" ", features.stream().filter(OF_INTEREST::contains).sorted().toList());
  }
}
