package belfry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What real systems sent, recorded; the files below {@code captures/} in the test resources. */
public final class Captures {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Captures() {}

  /** The lines of a file, without the blank ones. */
  public static List<String> lines(String file) {
    try (var in = Captures.class.getResourceAsStream("/captures/" + file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new String(bytes, UTF_8).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file of JSON lines, read. */
  public static List<JsonNode> records(String file) {
    return lines(file).stream().map(MAPPER::readTree).toList();
  }
}
