package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Block;
import java.util.Arrays;

/** Collects the observations of a block as its rows are read. */
final class Observations {

  private long[] wall = new long[16];
  private long[] cpu = new long[16];
  private int size;

  void add(Table.Row row) {
    if (size == wall.length) {
      wall = Arrays.copyOf(wall, size * 2);
      cpu = Arrays.copyOf(cpu, size * 2);
    }
    wall[size] = row.whole("wall_ns");
    cpu[size] = row.whole("cpu_ns");
    size++;
  }

  Block toBlock() {
    return new Block(Arrays.copyOf(wall, size), Arrays.copyOf(cpu, size));
  }
}
