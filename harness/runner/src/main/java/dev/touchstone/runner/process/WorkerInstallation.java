package dev.touchstone.runner.process;

import dev.touchstone.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the parts of a worker are.
 *
 * @param java the program that runs it
 * @param classPath the worker, ONNX Runtime and HdrHistogram
 * @param mainClass the program itself
 * @param natives folder of ONNX Runtime's native libraries; empty if each worker is to unpack them
 *     for itself, which takes it longer
 */
public record WorkerInstallation(
    Path java, List<Path> classPath, String mainClass, Optional<Path> natives) {

  /** Where ONNX Runtime looks for its libraries first. */
  static final String NATIVE_PATH = "onnxruntime.native.path";

  private static final List<String> PARTS =
      List.of(
          "dev/touchstone/worker/WorkerMain.class",
          "ai/onnxruntime/OrtEnvironment.class",
          "org/HdrHistogram/Histogram.class");

  /** Copies the class path; rejects an empty one. */
  public WorkerInstallation {
    classPath = List.copyOf(classPath);
    if (classPath.isEmpty()) {
      throw new IllegalArgumentException("a worker needs a class path");
    }
  }

  /**
   * The parts that this process itself was started with, wherever they come from: the folder {@code
   * lib} of a distribution, class folders of a build, or jars of a repository.
   *
   * @param cache folder in which native libraries are kept; made if it is missing
   * @throws UncheckedIOException if the native libraries cannot be unpacked
   */
  public static WorkerInstallation ofThisProcess(Path cache) {
    Set<Path> classPath = new LinkedHashSet<>();
    for (String part : PARTS) {
      classPath.add(origin(part));
    }
    return new WorkerInstallation(
        runningJava(),
        List.copyOf(classPath),
        WorkerMain.class.getName(),
        NativeLibraries.unpack(origin(PARTS.get(1)), cache));
  }

  /**
   * The jars of a folder.
   *
   * @param folder holds the worker's jar and those that it needs, and nothing else
   * @param cache folder in which native libraries are kept; made if it is missing
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static WorkerInstallation inFolder(Path folder, Path cache) {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the worker's folder " + folder, e);
    }
    Optional<Path> natives = Optional.empty();
    for (Path jar : jars) {
      natives = natives.isPresent() ? natives : NativeLibraries.unpack(jar, cache);
    }
    return new WorkerInstallation(runningJava(), jars, WorkerMain.class.getName(), natives);
  }

  /**
   * Lets ONNX Runtime in this process load libraries that are unpacked already, instead of
   * unpacking them for itself into a temporary folder at each start. Of no effect once it is
   * loaded, or where a user says {@code onnxruntime.native.path}.
   *
   * @param cache folder in which native libraries are kept; where it cannot be written, ONNX
   *     Runtime unpacks for itself
   */
  public static void shareNatives(Path cache) {
    if (System.getProperty(NATIVE_PATH) == null) {
      try {
        NativeLibraries.unpack(origin(PARTS.get(1)), cache)
            .ifPresent(folder -> System.setProperty(NATIVE_PATH, folder.toString()));
      } catch (UncheckedIOException e) {
        // It is only slower.
      }
    }
  }

  /** The class path as the JVM wants it. */
  String classPathText() {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path runningJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The folder or jar that a class was loaded from. */
  static Path originOf(Class<?> type) {
    return origin(type.getName().replace('.', '/') + ".class");
  }

  private static Path origin(String resource) {
    URL url = WorkerInstallation.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new IllegalStateException(
          resource + " is not on the class path; the installation is incomplete");
    }
    String text = url.toString();
    String root = text.substring(0, text.length() - resource.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.indexOf("!/"));
    }
    try {
      return Path.of(new URI(root));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file: " + root, e);
    }
  }
}
