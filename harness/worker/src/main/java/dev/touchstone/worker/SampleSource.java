package dev.touchstone.worker;

import dev.touchstone.worker.LoadedModel.TensorPort;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The samples of a file, matched with the inputs of a model. */
final class SampleSource implements AutoCloseable {

  private final TensorFile file;
  private final Map<String, Integer> tensors = new LinkedHashMap<>();

  private SampleSource(TensorFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @param inputs of the model
   * @throws ModelRefusedException if the file holds what the model does not want
   */
  static SampleSource open(String path, List<TensorPort> inputs) throws ModelRefusedException {
    TensorFile file;
    try {
      file = TensorFile.open(Path.of(path));
    } catch (IOException e) {
      throw new ModelRefusedException("the samples cannot be read: " + LoadedModel.message(e));
    }
    SampleSource source = new SampleSource(file);
    for (int i = 0; i < file.tensors().size(); i++) {
      TensorSpec spec = file.tensors().get(i);
      TensorPort port = port(spec, inputs);
      requireType(spec, port);
      source.tensors.put(port.declared().name(), i);
    }
    return source;
  }

  /** The shape of one sample's tensors by input. */
  Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> tensor : tensors.entrySet()) {
      shapes.put(tensor.getKey(), file.tensors().get(tensor.getValue()).shape());
    }
    return shapes;
  }

  /** How many samples there are. */
  long size() {
    return file.records();
  }

  /** The inputs that the samples do not fill. */
  List<String> missing(List<TensorPort> inputs) {
    List<String> missing = new ArrayList<>();
    for (TensorPort input : inputs) {
      if (!tensors.containsKey(input.declared().name())) {
        missing.add(input.declared().name());
      }
    }
    return missing;
  }

  /**
   * Fills inputs with consecutive samples, from the first one on again after the last.
   *
   * @param first index of the first sample
   * @param batch how many samples the inputs hold
   * @throws IOException if the file cannot be read
   */
  void fill(Feed feed, long first, int batch) throws IOException {
    for (Map.Entry<String, Integer> tensor : tensors.entrySet()) {
      ByteBuffer bytes = feed.bytes(tensor.getKey());
      int size = bytes.limit() / batch;
      for (int i = 0; i < batch; i++) {
        ByteBuffer part = bytes.slice(i * size, size).order(ByteOrder.nativeOrder());
        file.read((first + i) % file.records(), tensor.getValue(), part);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static TensorPort port(TensorSpec spec, List<TensorPort> inputs)
      throws ModelRefusedException {
    List<String> names = new ArrayList<>();
    for (TensorPort input : inputs) {
      if (input.declared().name().equals(spec.name())
          || (spec.name().isEmpty() && inputs.size() == 1)) {
        return input;
      }
      names.add(input.declared().name());
    }
    throw new ModelRefusedException(
        spec.name().isEmpty()
            ? "the samples name no input, but the model has several: " + names
            : "the samples fill an input \"%s\"; the model has %s".formatted(spec.name(), names));
  }

  private static void requireType(TensorSpec spec, TensorPort port) throws ModelRefusedException {
    Optional<TensorType> wanted = DirectTensor.fileType(port.type());
    if (wanted.isEmpty() || wanted.get() != spec.type()) {
      throw new ModelRefusedException(
          "input \"%s\" wants elements of type %s, but the samples have %s"
              .formatted(port.declared().name(), port.type(), spec.type()));
    }
  }
}
