package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model's own functions grow to when ONNX Runtime puts their bodies in the place of their
 * calls: a function that calls itself has no end, and thirty that call the next one twice have a
 * billion nodes.
 */
final class FunctionCalls {

  private static final long MOST_NODES = 1 << 22;
  private static final int DEEPEST = 64;

  /** In the place of a size: the function is being looked at further up. */
  private static final long OPEN = -1;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  private FunctionCalls(ModelProto model) {
    for (FunctionProto function : model.getFunctionsList()) {
      if (functions.put(key(function.getDomain(), function.getName()), function) != null
          && !overloaded(model)) {
        throw new UnusableModelException(
            "function \"" + function.getName() + "\" is defined twice");
      }
    }
  }

  /** Overloads, which this version of the messages does not know, share a name. */
  private static boolean overloaded(ModelProto model) {
    return model.getFunctionsList().stream().anyMatch(f -> !f.getUnknownFields().asMap().isEmpty());
  }

  static void require(ModelProto model) {
    if (model.getFunctionsCount() > 0) {
      long nodes = new FunctionCalls(model).size(model.getGraph(), 0);
      if (nodes > MOST_NODES) {
        throw new UnusableModelException(
            "its functions grow to more than %d nodes when they are put in place"
                .formatted(MOST_NODES));
      }
    }
  }

  private static String key(String domain, String name) {
    return domain + ":" + name;
  }

  private long size(GraphProto graph, int depth) {
    return size(graph.getNodeList(), depth);
  }

  private long size(List<NodeProto> nodes, int depth) {
    long sum = 0;
    for (NodeProto node : nodes) {
      sum += 1;
      FunctionProto called = functions.get(key(node.getDomain(), node.getOpType()));
      if (called != null) {
        sum += size(called, depth + 1);
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          sum += size(attribute.getG(), depth);
        }
        for (GraphProto graph : attribute.getGraphsList()) {
          sum += size(graph, depth);
        }
      }
      sum = Math.min(sum, MOST_NODES + 1);
    }
    return sum;
  }

  private long size(FunctionProto function, int depth) {
    String key = key(function.getDomain(), function.getName());
    Long known = sizes.get(key);
    if (known != null && known != OPEN) {
      return known;
    }
    if (known != null) {
      throw new UnusableModelException("function \"" + function.getName() + "\" calls itself");
    }
    if (depth > DEEPEST) {
      throw new UnusableModelException(
          "its functions call each other more than %d deep".formatted(DEEPEST));
    }
    sizes.put(key, OPEN);
    long size = size(function.getNodeList(), depth);
    sizes.put(key, size);
    return size;
  }
}
