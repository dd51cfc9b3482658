package dev.touchstone.training;

/** A node that cannot be executed differentiably. */
public final class UnsupportedOperatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String node;
  private final String operator;

  UnsupportedOperatorException(String node, String operator, String reason) {
    super("node \"" + node + "\": operator " + operator + " " + reason);
    this.node = node;
    this.operator = operator;
  }

  /** The node's name, or its first output where it has none. */
  public String node() {
    return node;
  }

  /** The operator's type, with its domain unless it is ONNX's own. */
  public String operator() {
    return operator;
  }
}
