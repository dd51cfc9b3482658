package dev.touchstone.recipes.steps;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Initializers of the same type, shape and bytes: one is kept, and all readers read it. */
final class SharedInitializers {

  private SharedInitializers() {}

  /** Two initializers with equal keys hold the same tensor. */
  private record Key(OnnxType type, List<Long> shape, ByteString bytes) {}

  /** Lets readers share, and tells how many initializers are no longer read. */
  static int share(Graph graph) {
    Set<String> outputs = graph.outputNames();
    Map<Key, String> kept = new HashMap<>();
    Map<String, String> duplicates = new HashMap<>();
    for (String name : graph.initializerNames()) {
      Constant constant = graph.initializer(name).orElseThrow();
      if (constant.type() != OnnxType.STRING && !outputs.contains(name)) {
        String first = kept.putIfAbsent(key(constant), name);
        if (first != null) {
          duplicates.put(name, first);
        }
      }
    }
    graph.redirect(duplicates);
    duplicates.keySet().forEach(graph::removeInitializer);
    return duplicates.size();
  }

  private static Key key(Constant constant) {
    ByteString raw = constant.proto().getRawData();
    ByteString bytes = raw.isEmpty() ? UnsafeByteOperations.unsafeWrap(constant.rawBytes()) : raw;
    return new Key(constant.type(), Arrays.stream(constant.shape()).boxed().toList(), bytes);
  }
}
