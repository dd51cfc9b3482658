package dev.touchstone.scenarios.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens the file of a model input by its format. */
final class InputReaders {

  private InputReaders() {}

  /**
   * Opens a file and checks its header.
   *
   * @throws UnreadableData if it is not what the manifest says
   */
  static InputReader open(InputFile input) throws IOException {
    Storage storage = input.storage();
    if (storage instanceof Storage.Csv csv) {
      return new ArrayInput(CsvArray.open(csv), input);
    }
    if (storage instanceof Storage.ImageFolder folder) {
      return new ImageInput(PictureFolder.read(folder.file()).pictures(), input);
    }
    if (storage instanceof Storage.ImageList list) {
      List<String> names = CsvTable.column(list.file(), list.column());
      if (names.isEmpty()) {
        throw new UnreadableData(Named.file(list.file()) + " lists no picture", "");
      }
      return new ImageInput(names.stream().map(list.folder()::resolve).toList(), input);
    }
    return new ArrayInput(array((Storage.Array) storage), input);
  }

  /** Maps an array. */
  static StoredArray array(Storage.Array storage) throws IOException {
    if (storage instanceof Storage.Npy npy) {
      return NpyFile.open(npy.file(), Named.file(npy.file()));
    }
    if (storage instanceof Storage.Npz npz) {
      return NpzFile.open(npz.file(), npz.array());
    }
    if (storage instanceof Storage.Idx idx) {
      return IdxFile.open(idx.file());
    }
    return raw((Storage.Raw) storage);
  }

  private static StoredArray raw(Storage.Raw raw) throws IOException {
    Path file = raw.file();
    long first = raw.shape().get(0);
    long bytes = Files.size(file);
    long each = new StoredArray.Header(raw.type(), raw.order(), raw.shape()).bytesPerSample();
    boolean counted = first != Storage.Raw.AS_MANY_AS_THERE_ARE;
    if (counted ? bytes != first * each : bytes % each != 0) {
      throw new UnreadableData(
          Named.file(file)
              + " has "
              + bytes
              + " B, but "
              + (counted ? first + " samples" : "samples")
              + " of "
              + each
              + " B ("
              + raw.type().key()
              + " "
              + raw.shape().subList(1, raw.shape().size())
              + ") need "
              + (counted ? first * each + " B" : "a multiple of that"),
          "check \"shape\" and \"dtype\", or whether the file was cut short");
    }
    List<Long> shape = new ArrayList<>(raw.shape());
    shape.set(0, bytes / each);
    StoredArray.Header header = new StoredArray.Header(raw.type(), raw.order(), shape);
    return StoredArray.map(file, 0, header, Named.file(file));
  }
}
