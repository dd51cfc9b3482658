package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Images of {@link SurfaceDefects}. They are drawn in blocks on all processors, and kept until the
 * memory is needed for something else.
 */
final class GeneratedDataset implements Dataset {

  private static final int BLOCK = 128;
  private static final int IMAGES_IN_FINGERPRINT = 16;
  private static final String CONDITION = "condition";
  private static final long[] SHAPE = {1, SurfaceDefects.HEIGHT, SurfaceDefects.WIDTH};

  private final DataSource.Generator source;
  private final SurfaceDefects images;
  private final Labels labels;
  private final List<String> conditions;
  private final AtomicReferenceArray<SoftReference<ByteBuffer[]>> blocks;
  private final Object[] locks;

  GeneratedDataset(DataSource.Generator source) {
    this.source = source;
    this.images = new SurfaceDefects(source.seed(), source.samples());
    this.labels =
        new Labels.Classes(
            SurfaceDefects.CLASSES, IntStream.range(0, images.size()).map(images::label).toArray());
    this.conditions = IntStream.range(0, images.size()).mapToObj(images::condition).toList();
    int count = (images.size() + BLOCK - 1) / BLOCK;
    this.blocks = new AtomicReferenceArray<>(count);
    this.locks = IntStream.range(0, count).mapToObj(i -> new Object()).toArray();
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public List<String> inputNames() {
    return List.of(source.input());
  }

  @Override
  public Sample sample(int index) {
    Objects.checkIndex(index, images.size());
    ByteBuffer values = block(index / BLOCK)[index % BLOCK];
    return new Sample(List.of(new Tensor(ElementType.FLOAT32, SHAPE, values)));
  }

  private ByteBuffer[] block(int number) {
    synchronized (locks[number]) { // another thread waits for the block rather than draw it too
      SoftReference<ByteBuffer[]> kept = blocks.get(number);
      ByteBuffer[] drawn = kept == null ? null : kept.get();
      if (drawn == null) {
        int first = number * BLOCK;
        drawn =
            IntStream.range(first, Math.min(first + BLOCK, images.size()))
                .parallel()
                .mapToObj(this::draw)
                .toArray(ByteBuffer[]::new);
        blocks.set(number, new SoftReference<>(drawn));
      }
      return drawn;
    }
  }

  private ByteBuffer draw(int index) {
    float[] pixels = images.image(index);
    ByteBuffer values =
        ByteBuffer.allocate(Float.BYTES * pixels.length).order(ByteOrder.nativeOrder());
    for (int i = 0; i < pixels.length; i++) {
      values.putFloat(Float.BYTES * i, (float) source.normalization().apply(pixels[i], 0));
    }
    return values;
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.of(labels);
  }

  @Override
  public Map<String, List<String>> slices() {
    return Map.of(CONDITION, conditions);
  }

  /**
   * Over what the images are drawn from, labels and conditions, and some of the images, so that
   * another way of drawing shows.
   */
  @Override
  public String fingerprint() {
    Fingerprint sum =
        new Fingerprint()
            .text("touchstone-generator-1")
            .text(source.name())
            .number(source.seed())
            .number(images.size())
            .text(source.input())
            .text(source.normalization().toString())
            .labels(labels(), images.size())
            .slices(slices(), images.size());
    int step = Math.max(1, images.size() / IMAGES_IN_FINGERPRINT);
    for (int index = 0; index < images.size(); index += step) {
      for (float pixel : images.image(index)) {
        sum.number(Float.floatToIntBits(pixel));
      }
    }
    return sum.hex();
  }
}
