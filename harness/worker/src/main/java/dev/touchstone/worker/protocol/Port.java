package dev.touchstone.worker.protocol;

/**
 * An input or output of the model, for people.
 *
 * @param name as in the model
 * @param type such as {@code FLOAT}
 * @param shape such as {@code [N, 1, 64, 64]}
 */
public record Port(String name, String type, String shape) {

  void write(FieldWriter to) {
    to.text(name).text(type).text(shape);
  }

  static Port read(FieldReader from) throws CorruptFrameException {
    return new Port(from.text(), from.text(), from.text());
  }
}
