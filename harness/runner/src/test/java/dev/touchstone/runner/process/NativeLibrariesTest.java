package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  private static final String ROOT = "ai/onnxruntime/native/";

  @TempDir Path folder;

  private Path jar;
  private Path cache;

  @BeforeEach
  void makeJar() throws IOException {
    cache = folder.resolve("cache");
    jar = jar("runtime.jar", "the library");
  }

  @Test
  void areThoseOfThisMachine() throws IOException {
    Path natives = NativeLibraries.unpack(jar, cache).orElseThrow();

    assertThat(natives.resolve("lib.so")).hasContent("the library");
    try (Stream<Path> files = Files.list(natives)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("lib.so");
    }
  }

  @Test
  void areLeftAloneIfTheyAreThere() throws IOException {
    Path library = NativeLibraries.unpack(jar, cache).orElseThrow().resolve("lib.so");
    Files.setLastModifiedTime(library, FileTime.fromMillis(1_000_000));

    NativeLibraries.unpack(jar, cache);

    assertThat(Files.getLastModifiedTime(library)).isEqualTo(FileTime.fromMillis(1_000_000));
  }

  @Test
  void areReplacedIfTheyAreDamagedOrCutShort() throws IOException {
    Path library = NativeLibraries.unpack(jar, cache).orElseThrow().resolve("lib.so");

    for (String damaged : new String[] {"the l1brary", "the lib", ""}) {
      Files.writeString(library, damaged);
      NativeLibraries.unpack(jar, cache);
      assertThat(library).hasContent("the library");
    }
  }

  @Test
  void areTakenFromBesideTheJarIfTheyAreThereInFull() throws IOException {
    Path unpacked = NativeLibraries.unpack(jar, folder.resolve("native")).orElseThrow();

    assertThat(NativeLibraries.unpack(jar, cache)).contains(unpacked);
    assertThat(cache).doesNotExist();

    Files.writeString(unpacked.resolve("lib.so"), "the lib");
    assertThat(NativeLibraries.unpack(jar, cache).orElseThrow()).startsWith(cache);
  }

  @Test
  void sweepAwayWhatWasLeftBehindHalfUnpacked() throws IOException {
    Path library = NativeLibraries.unpack(jar, cache).orElseThrow().resolve("lib.so");
    Path part = Files.writeString(library.resolveSibling("part-1.tmp"), "the l");
    Files.delete(library);

    NativeLibraries.unpack(jar, cache);

    assertThat(library).hasContent("the library");
    assertThat(part).doesNotExist();
  }

  @Test
  void ofTwoVersionsLieSideBySide() throws IOException {
    assertThat(NativeLibraries.unpack(jar, cache))
        .isNotEqualTo(NativeLibraries.unpack(jar("other.jar", "another"), cache));
  }

  @Test
  void areAbsentWhereTheJarHasNone() throws IOException {
    Path empty = folder.resolve("empty.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("META-INF/"));
    }

    assertThat(NativeLibraries.unpack(empty, cache)).isEmpty();
    assertThat(NativeLibraries.unpack(folder, cache)).isEmpty();
  }

  @Test
  void sayWhereTheyCannotBeUnpacked() throws IOException {
    Files.writeString(cache, "a file where a folder should be");

    assertThatThrownBy(() -> NativeLibraries.unpack(jar, cache))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("unpacking the native libraries of " + jar + " into " + cache);
  }

  private Path jar(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      write(zip, ROOT + NativeLibraries.platform() + "/lib.so", content);
      write(zip, ROOT + NativeLibraries.platform() + "/lib.dSYM/symbols", "not this");
      write(zip, ROOT + "another-machine/lib.so", "nor this");
    }
    return file;
  }

  private static void write(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
