package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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
   * @throws UnusableModelException if it is no ONNX model
   * @throws UncheckedIOException if it cannot be read
   */
  public static ModelFiles of(Path model) {
    SortedSet<String> locations = new TreeSet<>();
    try (InputStream in = Files.newInputStream(model)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      ExternalData.locations(ModelProto.parseFrom(coded), locations);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new UnusableModelException(model + " is no ONNX model: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + model, e);
    }
    List<Path> files = new ArrayList<>(List.of(model));
    locations.forEach(l -> files.add(model.resolveSibling(l)));
    return new ModelFiles(files);
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
