package dev.touchstone.recipes.search;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.SearchMixedPrecision;
import dev.touchstone.scenarios.SearchMixedPrecision.Target;
import dev.touchstone.scenarios.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which layers have to stay in float so that the rest can be quantized under limits on the
 * loss.
 *
 * <ol>
 *   <li>Each layer is quantized alone; what that does to the outputs puts the layers in order.
 *   <li>The smallest number of layers is found by bisection that hold the limits when they, the
 *       most sensitive first, are in float.
 *   <li>Each of these is tried in low precision again, the least sensitive first, so that none
 *       stays in float that need not.
 * </ol>
 */
public final class MixedPrecision {

  /** Trials of single layers in the third part; each quantizes and judges the whole model. */
  private static final int MOST_TRIALS = 32;

  /**
   * Time of a multiplication in 8 bits relative to one in float: a residual network that is nearly
   * all convolutions takes 0.31 of the time (see the manual's table).
   */
  private static final double TIME_IN_LOW_PRECISION = 1.0 / 3;

  private final SearchMixedPrecision step;
  private final Quantizer quantizer;
  private final ModelInputs samples;
  private final LossJudge judge;
  private final Progress progress;

  /**
   * Keeps what the recipe asks for.
   *
   * @param samples for calibration and to hold the limits on
   * @param data that the samples are the first of, with labels and slices, if it is known
   * @throws UnusableModelException if the recipe asks for labels and there are none
   */
  public MixedPrecision(
      SearchMixedPrecision step,
      Quantizer quantizer,
      ModelInputs samples,
      Optional<Dataset> data,
      Progress progress) {
    this.step = step;
    this.quantizer = quantizer;
    this.samples = samples;
    this.judge = new LossJudge(step.tolerance(), data);
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param model with as many layers in low precision as the limits allow
   * @param nodes that are quantized in it
   * @param notes what a reader should know
   * @param table a line for each layer, comma-separated
   * @param picture of the table, in SVG
   */
  public record Found(
      OnnxModel model, NodeFilter nodes, List<String> notes, String table, String picture) {

    /** Copies the notes. */
    public Found {
      notes = List.copyOf(notes);
    }
  }

  /** A choice of layers to keep in float, the model that it gives, and what it loses. */
  private record Trial(List<SearchedLayer> inFloat, OnnxModel model, LossJudge.Losses losses) {

    Trial {
      inFloat = List.copyOf(inFloat);
    }
  }

  /**
   * Searches.
   *
   * @param model in floats, as the recipe has it
   * @param floats its float form, with the layers that quantization sees
   * @throws UnusableModelException if no mix of precisions holds the limits and reaches the target
   */
  public Found search(OnnxModel model, OnnxModel floats) {
    List<SearchedLayer> candidates = SearchedLayer.of(floats, step.nodes(), samples.get(0));
    List<Sensitivity> order = sensitivities(model, candidates);
    if (order.isEmpty()) {
      throw new UnusableModelException("no layer to search: the quantization takes none alone");
    }
    Trial found = fewestInFloat(model, order);
    requireTarget(model, order, found);
    SensitivityTable table = new SensitivityTable(order, Set.copyOf(found.inFloat()));
    return new Found(
        found.model(),
        SearchedLayer.without(step.nodes(), found.inFloat()),
        notes(model, order, found),
        table.csv(),
        SensitivityPicture.svg(order, Set.copyOf(found.inFloat())));
  }

  /** The layers that can be quantized, the most sensitive first. */
  private List<Sensitivity> sensitivities(OnnxModel model, List<SearchedLayer> candidates) {
    ModelInputs few = samples.first(step.samples());
    List<Sensitivity> found = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      progress.at("measuring sensitivity", i, candidates.size());
      SearchedLayer layer = candidates.get(i);
      List<SearchedLayer> others = new ArrayList<>(candidates);
      others.remove(layer);
      OnnxModel quantized;
      try {
        quantized = quantizer.quantize(SearchedLayer.without(step.nodes(), others), few);
      } catch (UnusableModelException e) {
        continue; // this layer is never quantized
      }
      Comparison comparison = Comparison.of(model, quantized, few);
      found.add(
          new Sensitivity(
              layer,
              comparison.signalToNoiseDb(),
              comparison.divergence(),
              judge.overall(comparison)));
    }
    progress.at("measuring sensitivity", candidates.size(), candidates.size());
    found.sort(
        Comparator.comparingDouble(Sensitivity::loss)
            .thenComparingDouble(Sensitivity::divergence)
            .thenComparingDouble(s -> -s.signalToNoiseDb())
            .reversed());
    return found;
  }

  private Trial fewestInFloat(OnnxModel model, List<Sensitivity> order) {
    List<SearchedLayer> layers = order.stream().map(Sensitivity::layer).toList();
    Trial best = tried(model, List.of());
    Trial all = best;
    if (best.losses().holds()) {
      return best;
    }
    int fails = 0;
    int holds = layers.size();
    while (holds - fails > 1) {
      int middle = (fails + holds) / 2;
      progress.at("searching precisions", layers.size() - (holds - fails), layers.size());
      Trial trial = tried(model, layers.subList(0, middle));
      if (trial.losses().holds()) {
        holds = middle;
        best = trial;
      } else {
        fails = middle;
      }
    }
    Optional<Trial> start = best.losses().holds() ? Optional.of(best) : Optional.empty();
    return putBack(model, layers.subList(0, holds), layers.size(), start)
        .orElseThrow(() -> nothingHolds(all));
  }

  /** Brings layers back to low precision one by one, as long as the limits hold. */
  private Optional<Trial> putBack(
      OnnxModel model, List<SearchedLayer> inFloat, int layers, Optional<Trial> start) {
    Optional<Trial> best = start;
    List<SearchedLayer> kept = new ArrayList<>(inFloat);
    int trials = 0;
    for (int i = inFloat.size() - 1; i >= 0 && trials < MOST_TRIALS; i--) {
      progress.at("searching precisions", Math.min(layers, trials), layers);
      List<SearchedLayer> fewer = new ArrayList<>(kept);
      fewer.remove(inFloat.get(i));
      trials++;
      Trial trial = tried(model, fewer);
      if (trial.losses().holds()) {
        best = Optional.of(trial);
        kept = fewer;
      }
    }
    progress.at("searching precisions", layers, layers);
    return best;
  }

  private Trial tried(OnnxModel model, List<SearchedLayer> inFloat) {
    OnnxModel quantized = quantizer.quantize(SearchedLayer.without(step.nodes(), inFloat), samples);
    return new Trial(inFloat, quantized, judge.judge(Comparison.of(model, quantized, samples)));
  }

  private UnusableModelException nothingHolds(Trial all) {
    return new UnusableModelException(
        "no layer can be quantized under these limits: all of them quantized lose "
            + losses(all.losses())
            + "; allowed: "
            + percent(step.tolerance().overall())
            + " overall, "
            + percent(step.tolerance().slice())
            + " in a slice; raise max-loss or max-slice-loss");
  }

  private void requireTarget(OnnxModel model, List<Sensitivity> order, Trial found) {
    Target target = step.target();
    long allowed = target.bytes(model.bytes());
    double time = time(order, found);
    if (found.model().bytes() > allowed || time > target.latency()) {
      throw new UnusableModelException(
          String.format(
              Locale.ROOT,
              "the fewest layers in float that hold the limits are %d of %d, which gives %,d bytes"
                  + " and an estimated latency of %s; allowed: %,d bytes, %s; raise max-loss,"
                  + " max-slice-loss, max-size or max-latency",
              found.inFloat().size(),
              order.size(),
              found.model().bytes(),
              percent(time),
              allowed,
              percent(target.latency())));
    }
  }

  /** Estimated time as a fraction of that in float: by multiplications alone. */
  private static double time(List<Sensitivity> order, Trial trial) {
    Set<SearchedLayer> inFloat = new HashSet<>(trial.inFloat());
    double before = 0;
    double after = 0;
    for (Sensitivity s : order) {
      before += s.layer().macs();
      boolean low = !inFloat.contains(s.layer());
      after += s.layer().macs() * (low ? TIME_IN_LOW_PRECISION : 1);
    }
    return before > 0 ? after / before : 1;
  }

  private List<String> notes(OnnxModel model, List<Sensitivity> order, Trial found) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "%d of %d layers in low precision",
            order.size() - found.inFloat().size(),
            order.size()));
    if (!found.inFloat().isEmpty()) {
      List<String> names = found.inFloat().stream().map(SearchedLayer::label).sorted().toList();
      notes.add("in float: " + String.join(", ", names));
    }
    notes.add(
        "lost on "
            + samples.count()
            + " calibration samples: "
            + losses(found.losses())
            + ", by "
            + judge
                .judgeOf(Comparison.of(model, found.model(), samples.first(1)))
                .name()
                .toLowerCase(Locale.ROOT));
    notes.add("estimated latency " + percent(time(order, found)) + " of before");
    return notes;
  }

  private static String losses(LossJudge.Losses losses) {
    return percent(losses.overall())
        + " overall"
        + (losses.slice().isEmpty()
            ? ""
            : ", " + percent(losses.worst()) + " in " + losses.slice());
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
