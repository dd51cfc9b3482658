package dev.touchstone.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The launcher as it is shipped, above a jar that only names the class path of the tests. */
final class Installed {

  private Installed() {}

  /** The launcher in such an installation. */
  static Path at(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = Files.createDirectories(folder.resolve("lib")).resolve("all.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    Path launcher = Files.createDirectories(folder.resolve("bin")).resolve("touchstone");
    return Files.copy(
        Path.of(System.getProperty("touchstone.root"), "harness/cli/src/main/dist/bin/touchstone"),
        launcher);
  }
}
