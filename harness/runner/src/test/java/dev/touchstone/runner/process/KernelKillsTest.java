package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelKillsTest {

  @TempDir Path folder;

  @Test
  void areCountedByTheKernel() throws IOException {
    Path vmstat = folder.resolve("vmstat");
    Files.writeString(vmstat, "nr_free_pages 5\noom_kill 7\ndrop_pagecache 0\n");

    assertThat(new KernelKills(vmstat).count()).hasValue(7);
  }

  @Test
  void areUnknownWhereTheKernelDoesNotCount() throws IOException {
    Path vmstat = folder.resolve("vmstat");
    assertThat(new KernelKills(vmstat).count()).isEmpty();

    Files.writeString(vmstat, "nr_free_pages 5\n");
    assertThat(new KernelKills(vmstat).count()).isEmpty();
  }
}
