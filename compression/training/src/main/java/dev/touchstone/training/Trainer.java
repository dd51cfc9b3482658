package dev.touchstone.training;

import dev.touchstone.scenarios.Progress;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Teaches a network with one input and one output of logits: Adam (Kingma and Ba, ICLR 2015, with
 * the defaults given there) on the mean cross-entropy. On one machine two runs of the same settings
 * give the same bits.
 */
public final class Trainer {

  private final TrainingSettings settings;
  private final Progress progress;

  /** Keeps the settings; nothing happens yet. */
  public Trainer(TrainingSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Trains the network in place.
   *
   * @return the loss of each step
   * @throws IllegalStateException if the loss is no number any more; a lower learning rate helps
   */
  public List<Double> fit(Network network, Examples examples) {
    Torch.prepare(settings.seed());
    Sampler sampler = new Sampler(examples, settings.classShares(), settings.seed());
    return Torch.scoped(() -> fit(network, examples, sampler));
  }

  private List<Double> fit(Network network, Examples examples, Sampler sampler) {
    AdamOptions options = new AdamOptions(settings.peakLearningRate());
    options.weight_decay().put(settings.weightDecay());
    Adam adam = new Adam(network.parameters(), options);
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < settings.steps(); step++) {
      double share = settings.schedule().share(step, settings.steps());
      adam.param_groups().get(0).options().set_lr(settings.peakLearningRate() * share);
      Batch batch = batch(examples, sampler);
      double loss = Torch.scoped(() -> step(network, adam, batch));
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            "the loss is %s after step %d of %d with a peak learning rate of %s"
                .formatted(loss, step + 1, settings.steps(), settings.peakLearningRate()));
      }
      losses.add(loss);
      progress.at("training", step + 1L, settings.steps());
    }
    return losses;
  }

  private static double step(Network network, Adam adam, Batch batch) {
    Tensor logits = network.forward(Torch.tensor(batch.inputs, batch.shape), Mode.TRAINING);
    Tensor loss = torch.cross_entropy_loss(logits, Tensor.create(batch.labels));
    adam.zero_grad();
    loss.backward();
    adam.step();
    return loss.item_float();
  }

  private Batch batch(Examples examples, Sampler sampler) {
    long[] shape = examples.shape();
    long[] batched = new long[shape.length + 1];
    batched[0] = settings.batch();
    System.arraycopy(shape, 0, batched, 1, shape.length);
    float[] inputs = new float[0];
    long[] labels = new long[settings.batch()];
    for (int i = 0; i < settings.batch(); i++) {
      int index = sampler.pick();
      float[] sample = examples.sample(index);
      if (i == 0) {
        inputs = new float[settings.batch() * sample.length];
      }
      System.arraycopy(sample, 0, inputs, i * sample.length, sample.length);
      labels[i] = examples.label(index);
    }
    return new Batch(inputs, batched, labels);
  }

  private static final class Batch {
    private final float[] inputs;
    private final long[] shape;
    private final long[] labels;

    Batch(float[] inputs, long[] shape, long[] labels) {
      this.inputs = inputs;
      this.shape = shape;
      this.labels = labels;
    }
  }
}
