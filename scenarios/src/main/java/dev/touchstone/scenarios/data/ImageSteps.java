package dev.touchstone.scenarios.data;

import java.util.Objects;
import java.util.Optional;

/**
 * How a picture of any size becomes what the model expects.
 *
 * @param resize before the crop; empty to keep the size
 * @param crop the middle; empty to keep everything
 * @param channels in the order that the model expects
 */
public record ImageSteps(Optional<Resize> resize, Optional<Size> crop, Channels channels) {

  /** Keeps size and color. */
  public static final ImageSteps NONE =
      new ImageSteps(Optional.empty(), Optional.empty(), Channels.RGB);

  /** Rejects null. */
  public ImageSteps {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(crop, "crop");
    Objects.requireNonNull(channels, "channels");
  }

  /** Width and height in pixels. */
  public record Size(int width, int height) {

    /** Rejects an empty picture. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("not the size of a picture: " + width + " x " + height);
      }
    }

    @Override
    public String toString() {
      return width + " x " + height;
    }
  }

  /** What size a picture gets. */
  public sealed interface Resize {

    /** The size that a picture of this size gets. */
    Size target(Size original);

    /**
     * The shorter side gets this length and the other keeps the proportion, rounded down, as
     * torchvision's {@code Resize} does.
     */
    record ShorterSide(int pixels) implements Resize {

      /** Rejects an empty picture. */
      public ShorterSide {
        if (pixels < 1) {
          throw new IllegalArgumentException("a side needs at least 1 pixel, was " + pixels);
        }
      }

      @Override
      public Size target(Size original) {
        boolean wide = original.width() > original.height();
        int shorter = wide ? original.height() : original.width();
        int longer = wide ? original.width() : original.height();
        int scaled = (int) ((long) pixels * longer / shorter);
        return wide ? new Size(scaled, pixels) : new Size(pixels, scaled);
      }
    }

    /** Both sides are given; the proportion is not kept. */
    record Exact(Size size) implements Resize {
      @Override
      public Size target(Size original) {
        return size;
      }
    }
  }

  /** Which values a pixel has, in which order. */
  public enum Channels {
    RGB,
    BGR,
    /** Luma of ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, rounded. */
    GREY
  }
}
