package dev.touchstone.baselines;

import dev.touchstone.scenarios.quality.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges slices, those with too few samples together with what they belong to: such a slice climbs
 * from parent to parent until one has enough samples, or there is no further one. The finding of
 * the part where it arrives governs, and says for which slices it stands.
 */
final class SliceRollup {

  private final EvaluationSamples samples;
  private final Function<Cut, QualityClaim> judge;
  private final Map<String, QualityClaim> claims = new LinkedHashMap<>();
  private final Map<String, Standing> standings = new LinkedHashMap<>();

  /** For which slices a part stands, and which parts were tried below it. */
  private record Standing(List<String> reasons, Set<String> tried) {

    Standing() {
      this(new ArrayList<>(), new LinkedHashSet<>());
    }
  }

  /**
   * For one requirement and candidate.
   *
   * @param judge asks it of one part
   */
  SliceRollup(EvaluationSamples samples, Function<Cut, QualityClaim> judge) {
    this.samples = samples;
    this.judge = judge;
  }

  /**
   * One answer for each slice that is decided by itself, and for each part that slices roll up to.
   */
  List<Judged> judge(List<Cut> slices) {
    slices.forEach(this::climb);
    return standings.entrySet().stream()
        .map(entry -> answer(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Judged answer(String name, Standing standing) {
    QualityClaim claim = claim(name);
    return standing.reasons().isEmpty()
        ? claim.judged()
        : claim.standingFor(standing.reasons(), standing.tried().size());
  }

  private void climb(Cut slice) {
    Cut current = slice;
    List<String> tried = new ArrayList<>();
    Optional<Cut> parent = current.parent(samples);
    while (parent.isPresent() && hasTooFew(current)) {
      tried.add(current.name());
      current = parent.get();
      parent = current.parent(samples);
    }
    claims.computeIfAbsent(current.name(), judged(current));
    Standing standing = standings.computeIfAbsent(current.name(), name -> new Standing());
    if (!tried.isEmpty()) {
      standing.tried().addAll(tried);
      standing.reasons().add("It stands for " + slice.name() + ": " + shortage(slice));
    }
  }

  private boolean hasTooFew(Cut cut) {
    return isEmpty(cut) || claims.computeIfAbsent(cut.name(), judged(cut)).shortage().isPresent();
  }

  private Function<String, QualityClaim> judged(Cut cut) {
    return name -> judge.apply(cut);
  }

  private boolean isEmpty(Cut cut) {
    Optional<Labels> labels = samples.labels();
    return (labels.isPresent() ? cut.own(labels.get()) : cut.slice()).size() == 0;
  }

  private String shortage(Cut slice) {
    return isEmpty(slice)
        ? "it has no samples at all."
        : claim(slice.name()).shortage().orElseThrow();
  }

  private QualityClaim claim(String name) {
    return Optional.ofNullable(claims.get(name)).orElseThrow();
  }
}
