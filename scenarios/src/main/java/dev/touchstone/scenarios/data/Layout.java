package dev.touchstone.scenarios.data;

/** Where the channels of an image stand among its dimensions. */
public enum Layout {
  /** {@code [batch, channels, height, width]}. */
  NCHW,
  /** {@code [batch, height, width, channels]}. */
  NHWC
}
