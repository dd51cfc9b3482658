package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.ImageSteps.Size;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Samples out of pictures, which are decoded as they are asked for. */
final class ImageInput implements InputReader {

  private final List<Path> files;
  private final Preprocessing preprocessing;
  private final ElementType as;
  private final long[] shape;

  /**
   * Prepares the pictures for their model input.
   *
   * @param files at least one; its first picture tells the shape of all
   * @throws UnreadableData if the first picture cannot be read, or a file is missing
   */
  ImageInput(List<Path> files, InputFile input) {
    this.files = List.copyOf(files);
    this.preprocessing = input.preprocessing();
    this.as = input.as();
    for (Path file : files) {
      if (!file.toFile().isFile()) {
        throw new UnreadableData("there is no picture " + '"' + file.toString() + '"', "");
      }
    }
    ImageSteps steps = preprocessing.image();
    Size original = ImageFile.size(files.get(0));
    Size resized = steps.resize().map(r -> r.target(original)).orElse(original);
    this.shape = shape(steps.crop().orElse(resized));
    Layouts.checkChannels(shape, preprocessing);
  }

  private boolean channelsLast() {
    return preprocessing.layout().equals(Optional.of(Layout.NHWC));
  }

  private long[] shape(Size size) {
    long channels = preprocessing.image().channels() == ImageSteps.Channels.GREY ? 1 : 3;
    return channelsLast()
        ? new long[] {size.height(), size.width(), channels}
        : new long[] {channels, size.height(), size.width()};
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Tensor read(int row) {
    ImageSteps steps = preprocessing.image();
    Pixels picture = ImageFile.decode(files.get(row)).withChannels(steps.channels());
    if (steps.resize().isPresent()) {
      picture = Bilinear.resize(picture, steps.resize().get().target(picture.size()));
    }
    if (steps.crop().isPresent()) {
      picture = picture.center(steps.crop().get());
    }
    if (!Arrays.equals(shape(picture.size()), shape)) {
      throw new UnreadableData(
          Named.file(files.get(row))
              + " becomes a sample of shape "
              + Arrays.toString(shape(picture.size()))
              + ", the first picture one of "
              + Arrays.toString(shape),
          "give all one size with \"resize\" and \"crop\"");
    }
    double[] values = values(picture);
    Layouts.normalize(values, shape, preprocessing);
    return new Tensor(as, shape, Elements.of(values, as));
  }

  private double[] values(Pixels picture) {
    int width = picture.size().width();
    int height = picture.size().height();
    int channels = picture.channels();
    double[] values = new double[width * height * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int last = (y * width + x) * channels + c;
          int first = (c * height + y) * width + x;
          values[channelsLast() ? last : first] = picture.at(x, y, c);
        }
      }
    }
    return values;
  }

  @Override
  public String description() {
    return "pictures";
  }

  @Override
  public void feed(int row, Fingerprint fingerprint) {
    byte[] bytes = ImageFile.bytes(files.get(row));
    fingerprint.number(bytes.length).digest().update(bytes);
  }
}
