package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Node;
import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The operators that slide a window over {@code [batch, channels, height, width]}. */
final class Windows {

  private Windows() {}

  static Tensor conv(Operands o) {
    Tensor weight = o.at(1);
    Window window = Window.of(o, new long[] {weight.size(2), weight.size(3)});
    Tensor input = window.padded(o.at(0), 0);
    return torch.conv2d(
        input,
        weight,
        o.optional(2),
        window.strides,
        window.remaining(),
        window.dilations,
        o.node().integer("group", 1));
  }

  static Tensor maxPool(Operands o) {
    Window window = Window.of(o, kernel(o));
    return torch.max_pool2d(
        window.padded(o.at(0), Double.NEGATIVE_INFINITY),
        window.kernel,
        window.strides,
        window.remaining(),
        window.dilations,
        false);
  }

  static Tensor averagePool(Operands o) {
    Window window = Window.of(o, kernel(o));
    boolean countPadding = o.node().integer("count_include_pad", 0) != 0;
    if (!countPadding && !window.even()) {
      throw o.unsupported("with uneven padding that does not count is not supported");
    }
    if (Arrays.stream(window.dilations).anyMatch(d -> d != 1)) {
      throw o.unsupported("with dilations is not supported");
    }
    return torch.avg_pool2d(
        window.padded(o.at(0), 0),
        window.kernel,
        window.strides,
        window.remaining(),
        false,
        countPadding,
        new LongOptional());
  }

  private static long[] kernel(Operands o) {
    return o.node()
        .integers("kernel_shape")
        .orElseThrow(() -> o.unsupported("needs the attribute kernel_shape"));
  }

  /** Size, steps and padding; {@code pads} is {@code [top, left, bottom, right]}. */
  private static final class Window {
    private final long[] kernel;
    private final long[] strides;
    private final long[] dilations;
    private final long[] pads;

    private Window(long[] kernel, long[] strides, long[] dilations, long[] pads) {
      this.kernel = kernel;
      this.strides = strides;
      this.dilations = dilations;
      this.pads = pads;
    }

    static Window of(Operands o, long[] kernel) {
      if (o.at(0).dim() != 4) {
        throw o.unsupported("is supported on 4 dimensions, this input has " + o.at(0).dim());
      }
      Node node = o.node();
      if (node.integer("ceil_mode", 0) != 0) {
        throw o.unsupported("with ceil_mode is not supported");
      }
      long[] strides = node.integers("strides").orElse(new long[] {1, 1});
      long[] dilations = node.integers("dilations").orElse(new long[] {1, 1});
      long[] pads = pads(o, kernel, strides, dilations);
      return new Window(kernel, strides, dilations, pads);
    }

    private static long[] pads(Operands o, long[] kernel, long[] strides, long[] dilations) {
      String mode = o.node().text("auto_pad", "NOTSET");
      if (mode.equals("NOTSET")) {
        return o.node().integers("pads").orElse(new long[4]);
      }
      long[] pads = new long[4];
      if (mode.equals("VALID")) {
        return pads;
      }
      for (int axis = 0; axis < 2; axis++) {
        long size = o.at(0).size(axis + 2);
        long steps = (size + strides[axis] - 1) / strides[axis];
        long reach = (kernel[axis] - 1) * dilations[axis] + 1;
        long total = Math.max(0, (steps - 1) * strides[axis] + reach - size);
        long less = total / 2;
        pads[axis] = mode.equals("SAME_UPPER") ? less : total - less;
        pads[axis + 2] = total - pads[axis];
      }
      return pads;
    }

    boolean even() {
      return pads[0] == pads[2] && pads[1] == pads[3];
    }

    /** The input with uneven padding applied; libtorch's windows know only even padding. */
    Tensor padded(Tensor input, double value) {
      return even()
          ? input
          : torch.constant_pad_nd(
              input, new long[] {pads[1], pads[3], pads[0], pads[2]}, new Scalar(value));
    }

    /** The even padding that is left for libtorch. */
    long[] remaining() {
      return even() ? new long[] {pads[0], pads[1]} : new long[2];
    }
  }
}
