package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files that make up a model: the ONNX file, and those beside it that hold its external data.
 *
 * @param files the ONNX file first, then the others in the order of their names
 */
public record ModelFiles(List<Path> files) {

  /** Copies the list. */
  public ModelFiles {
    files = List.copyOf(files);
  }

  /**
   * Finds the files.
   *
   * @throws UnusableModelException if it is no sound ONNX model, or external data is missing or
   *     outside the model's folder
   * @throws UncheckedIOException if it cannot be read
   */
  public static ModelFiles of(Path model) {
    if (RuntimeFormat.is(model)) {
      return new ModelFiles(List.of(model));
    }
    ModelProto proto = ModelReader.readWithoutExternalData(model);
    List<Path> files = new ArrayList<>(List.of(model));
    Path folder = model.resolveSibling("");
    for (Path file : ExternalData.files(proto, folder.toAbsolutePath())) {
      files.add(folder.resolve(folder.toAbsolutePath().normalize().relativize(file)));
    }
    return new ModelFiles(files);
  }

  /**
   * Copies the files to where the model shall have another name. External data that is named after
   * the model ({@code NAME.data}) is named after the copy; whoever reads the target sees the old
   * model or the new one, and finds the new one's weights.
   *
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public void copyTo(Path target) {
    Path model = files.get(0);
    Map<String, String> names = new HashMap<>();
    for (Path file : files.subList(1, files.size())) {
      String name = String.valueOf(file.getFileName());
      boolean own = name.equals(model.getFileName() + ".data");
      names.put(name, own ? target.getFileName() + ".data" : name);
      Path beside = target.toAbsolutePath().resolveSibling(names.getOrDefault(name, name));
      ExternalData.writeAtomically(beside, out -> Files.copy(file, out));
    }
    boolean renamed = names.entrySet().stream().anyMatch(e -> !e.getKey().equals(e.getValue()));
    if (!renamed) {
      ExternalData.writeAtomically(target, out -> Files.copy(model, out));
      return;
    }
    ModelProto relocated =
        ExternalData.relocated(ModelReader.readWithoutExternalData(model), names);
    ExternalData.writeAtomically(target, relocated::writeTo);
  }

  /** Bytes of all files. */
  public long bytes() {
    long sum = 0;
    for (Path file : files) {
      try {
        sum += Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return sum;
  }

  /** SHA-256 over the bytes of all files, one after the other, in lower-case hexadecimal. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + file, e);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
