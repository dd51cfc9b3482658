package dev.touchstone.recipes;

import dev.touchstone.recipes.Standing.Source;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.EachSample;
import dev.touchstone.recipes.runtime.Fingerprints;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks a candidate: full optimization and none agree, outputs are finite on every calibration
 * sample, and runs of the same input, in one session and in two, give the same bits.
 */
final class StandingCheck {

  /** Enough samples to tell noise of a step within a decibel or so. */
  static final int COMPARED_SAMPLES = 32;

  private static final int MADE_UP_SAMPLES = 4;

  /**
   * Full optimization and none differ by the rounding of integer kernels, at 50 dB and above in
   * most models; a fusion that computes something else is near or below 0 dB. In between are deep
   * models on inputs that they are unsure of: there the reference decides.
   */
  static final double LEAST_AGREEMENT_DB = 20;

  /** So much nearer or farther says nothing. */
  private static final double SLACK_DB = 3;

  private static final long SEED = 20240229;

  private final OnnxModel reference;
  private final OnnxModel candidate;
  private final Progress progress;
  private int notFinite;
  private double wavering;

  StandingCheck(OnnxModel reference, OnnxModel candidate, Progress progress) {
    this.reference = reference;
    this.candidate = candidate;
    this.progress = progress;
  }

  /**
   * Checks.
   *
   * @param samples of the calibration data, if the recipe looks at any
   * @throws UnusableModelException if the candidate fails
   */
  Standing run(Optional<ModelInputs> samples) {
    if (samples.isPresent()) {
      return run(samples.get(), Source.CALIBRATION);
    }
    Optional<ModelInputs> madeUp = ModelInputs.random(candidate, MADE_UP_SAMPLES, SEED);
    try {
      return madeUp.isPresent() ? run(madeUp.get(), Source.MADE_UP) : Standing.unknown();
    } catch (FailureException e) {
      throw new UnusableModelException(String.valueOf(e.getMessage()), e);
    } catch (UnusableModelException e) {
      return Standing.unknown(); // it does not run on made-up inputs
    }
  }

  private Standing run(ModelInputs inputs, Source source) {
    ModelInputs compared = inputs.first(COMPARED_SAMPLES);
    Fingerprints fingerprints = new Fingerprints();
    double agreement;
    try (Session first = new Session(candidate, Optimization.ALL)) {
      boolean[] broken = new boolean[compared.count()];
      agreement = compare(compared, first, broken);
      if (agreement < LEAST_AGREEMENT_DB && !isRounding(agreement, compared)) {
        throw failure(source, disagreement(agreement));
      }
      AtomicInteger done = new AtomicInteger();
      EachSample.of(
          inputs.count(),
          i -> {
            progress.at("checking the candidate", done.getAndIncrement(), inputs.count());
            Map<String, Tensor> given = inputs.get(i);
            fingerprints.add(given);
            if (i >= broken.length || broken[i]) {
              requireFinite(source, i, given, first.run(given));
            }
          });
    }
    progress.at("checking the candidate", inputs.count(), inputs.count());
    return new Standing(
        inputs.count(),
        source,
        OptionalDouble.of(agreement),
        notFinite,
        fingerprints.repeated(),
        wavering > 0 ? OptionalDouble.of(wavering) : OptionalDouble.empty());
  }

  /**
   * Runs samples optimized, twice in one session and once in another, and as written.
   *
   * @param broken says of each whether an output is not finite
   * @return how near the optimized outputs are to those as written, in dB
   */
  private double compare(ModelInputs samples, Session first, boolean[] broken) {
    SignalToNoise agreement = new SignalToNoise(samples.count());
    try (Session written = new Session(candidate, Optimization.NONE);
        Session second = new Session(candidate, Optimization.ALL)) {
      EachSample.of(
          samples.count(),
          i -> {
            Map<String, Tensor> given = samples.get(i);
            Map<String, Tensor> outputs = first.run(given);
            agreement.compare(i, written.run(given), outputs);
            broken[i] = notFinite(outputs).isPresent();
            compare(outputs, first.run(given));
            compare(outputs, second.run(given));
          });
    }
    return agreement.decibels();
  }

  /**
   * Whether a small agreement is no more than the rounding that quantization brought in: optimized,
   * the candidate is as near to the reference as it is when run as written, and the two are not
   * farther from each other than from it.
   */
  private boolean isRounding(double agreement, ModelInputs samples) {
    double written =
        SignalToNoise.between(reference, Optimization.ALL, candidate, Optimization.NONE, samples);
    double optimized =
        SignalToNoise.between(reference, Optimization.ALL, candidate, Optimization.ALL, samples);
    return optimized >= written - SLACK_DB && agreement >= Math.min(written, optimized) - SLACK_DB;
  }

  private static RuntimeException failure(Source source, String message) {
    return source == Source.MADE_UP
        ? new FailureException(message)
        : new UnusableModelException(message);
  }

  private static String disagreement(double decibels) {
    return "ONNX Runtime's outputs at full optimization are only %.1f dB from those without, and farther from the reference; at least %.0f dB are needed"
        .formatted(decibels, LEAST_AGREEMENT_DB);
  }

  /** Tells a candidate that fails from one that made-up inputs do not suit. */
  private static final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailureException(String message) {
      super(message);
    }
  }

  private void requireFinite(
      Source source, int sample, Map<String, Tensor> given, Map<String, Tensor> outputs) {
    Optional<String> broken = notFinite(outputs);
    if (broken.isEmpty()) {
      return;
    }
    try (Session original = new Session(reference, Optimization.ALL)) {
      if (notFinite(original.run(given)).isEmpty()) {
        throw failure(
            source,
            "output \"%s\" holds NaN or infinity on sample %d, on which the reference is finite"
                .formatted(broken.get(), sample));
      }
    }
    countNotFinite();
  }

  private synchronized void countNotFinite() {
    notFinite++;
  }

  private static Optional<String> notFinite(Map<String, Tensor> outputs) {
    for (Map.Entry<String, Tensor> e : outputs.entrySet()) {
      if (e.getValue().type() == ElementType.FLOAT32) {
        FloatBuffer values = e.getValue().elements().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
          if (!Float.isFinite(values.get(i))) {
            return Optional.of(e.getKey());
          }
        }
      }
    }
    return Optional.empty();
  }

  private void compare(Map<String, Tensor> first, Map<String, Tensor> second) {
    first.forEach(
        (name, tensor) -> {
          Tensor other = second.getOrDefault(name, tensor);
          if (tensor.elements().equals(other.elements())) {
            return;
          }
          boolean real = tensor.type() == ElementType.FLOAT32;
          waver(real ? largestGap(tensor, other) : 1);
        });
  }

  private synchronized void waver(double gap) {
    wavering = Math.max(wavering, gap);
  }

  private static double largestGap(Tensor first, Tensor second) {
    FloatBuffer a = first.elements().asFloatBuffer();
    FloatBuffer b = second.elements().asFloatBuffer();
    double gap = Float.MIN_VALUE; // different bits of equal numbers, such as two kinds of NaN
    for (int i = 0; i < Math.min(a.limit(), b.limit()); i++) {
      gap = Math.max(gap, Math.abs((double) a.get(i) - b.get(i)));
    }
    return gap;
  }
}
