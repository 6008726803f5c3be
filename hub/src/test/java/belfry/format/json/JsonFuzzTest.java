package belfry.format.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Malformed;
import belfry.event.Payload;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The scanner beside Jackson, which stands for RFC 8259. Jackson is told to refuse duplicate keys
 * and depth as we do; malformed UTF-8 and halves of surrogate pairs, which it lets pass, are looked
 * for apart. Both must come to the same verdict and read the same document.
 */
class JsonFuzzTest {
  private static final int CASES = 15_000;
  private static final String PIECES =
      "{}[]\",:\\ \t\n0123456789.eE+-truefalsnu/bxD8dC\u00e9\u4e16";

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Json.DEPTH_MAX).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithJacksonOnGeneratedAndDamagedDocuments(long seed) {
    var random = new SplittableRandom(seed);
    int accepted = 0;
    for (int i = 0; i < CASES; i++) {
      var text = new StringBuilder();
      generate(random, random.nextInt(6), text);
      byte[] bytes = damaged(random, text.toString().getBytes(UTF_8));
      accepted += assertAgrees(bytes, "seed " + seed + ", case " + i) ? 1 : 0;
    }
    assertThat(accepted).as("documents of both kinds").isBetween(CASES / 4, CASES * 3 / 4);
  }

  @FuzzTest
  void agreesWithJackson(FuzzedDataProvider data) {
    assertAgrees(data.consumeRemainingAsBytes(), "fuzzed");
  }

  private static boolean assertAgrees(byte[] bytes, String name) {
    Optional<String> expected = jackson(bytes);
    String shown = name + ": " + new String(bytes, UTF_8);
    try {
      // A slice within other bytes: the scanner must not look beyond its own.
      byte[] wider = new byte[bytes.length + 32];
      Arrays.fill(wider, (byte) '"');
      System.arraycopy(bytes, 0, wider, 16, bytes.length);
      JsonValue value = Json.parse(Payload.owning(wider, 16, bytes.length));
      assertThat(expected).as(shown).contains(described(value));
      return true;
    } catch (Malformed e) {
      assertThat(expected).as("%s refused: %s", shown, e.getMessage()).isEmpty();
      assertThat(e.at()).isBetween(0, bytes.length);
      return false;
    }
  }

  /** The document in one spelling, or nothing if it is none. */
  private static Optional<String> jackson(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    var out = new StringBuilder();
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null || !described(parser, out) || parser.nextToken() != null) {
        return Optional.empty();
      }
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return Optional.of(out.toString());
  }

  /** False if a text holds half of a surrogate pair. */
  private static boolean described(JsonParser parser, StringBuilder out) {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      String text =
          token.isScalarValue() || token == JsonToken.PROPERTY_NAME ? parser.getString() : "";
      if (text.chars().anyMatch(c -> Character.isSurrogate((char) c)) && broken(text)) {
        return false;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      out.append(
          switch (token) {
            case VALUE_STRING, PROPERTY_NAME -> "<" + text + ">";
            case START_OBJECT -> "{";
            case END_OBJECT -> "}";
            case START_ARRAY -> "[";
            case END_ARRAY -> "]";
            default -> text + " ";
          });
    } while (depth > 0 && parser.nextToken() != null);
    return depth == 0;
  }

  private static boolean broken(String text) {
    return !new String(text.getBytes(UTF_8), UTF_8).equals(text);
  }

  private static String described(JsonValue value) {
    var out = new StringBuilder();
    describe(value, out);
    return out.toString();
  }

  private static void describe(JsonValue value, StringBuilder out) {
    switch (value.type()) {
      case OBJECT -> {
        out.append('{');
        value.forEachMember(
            (key, member) -> {
              out.append('<').append(key).append('>');
              describe(member, out);
              assertThat(value.get(key).orElseThrow().offset()).isEqualTo(member.offset());
            });
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        value.elements().forEach(element -> describe(element, out));
        out.append(']');
      }
      case STRING -> out.append('<').append(value.text()).append('>');
      case NUMBER, TRUE, FALSE, NULL -> out.append(value.text()).append(' ');
    }
  }

  private static void generate(RandomGenerator random, int depth, StringBuilder out) {
    blank(random, out);
    switch (depth == 0 ? 2 + random.nextInt(4) : random.nextInt(6)) {
      case 0 -> members(random, depth, out);
      case 1 -> {
        out.append('[');
        for (int i = random.nextInt(4); i > 0; i--) {
          generate(random, depth - 1, out);
          out.append(i > 1 ? "," : "");
        }
        out.append(']');
      }
      case 2, 3 -> text(random, out);
      case 4 -> number(random, out);
      default -> out.append(new String[] {"true", "false", "null"}[random.nextInt(3)]);
    }
    blank(random, out);
  }

  private static void members(RandomGenerator random, int depth, StringBuilder out) {
    out.append('{');
    // Sometimes more keys than are compared in place.
    for (int i = random.nextInt(20) == 0 ? 14 : random.nextInt(4); i > 0; i--) {
      blank(random, out);
      text(random, out);
      blank(random, out);
      out.append(':');
      generate(random, depth - 1, out);
      out.append(i > 1 ? "," : "");
    }
    out.append('}');
  }

  private static void text(RandomGenerator random, StringBuilder out) {
    out.append('"');
    for (int i = random.nextInt(20); i > 0; i--) {
      switch (random.nextInt(24)) {
        case 0 -> out.append("\\").append("\"\\/bfnrt".charAt(random.nextInt(8)));
        case 1 -> out.append("\\u%04x".formatted(random.nextInt(0xd800)));
        case 2 -> out.append("\\uD83D\\ude0%x".formatted(random.nextInt(16)));
        case 3 -> out.append(Character.toString(random.nextInt(0x80, 0xd800)));
        case 4 -> out.append(Character.toString(random.nextInt(0x10000, 0x110000)));
        case 5 -> out.append(random.nextInt(8) == 0 ? "\\ud83d" : "\u007f");
        default -> out.append((char) ('a' + random.nextInt(26)));
      }
    }
    out.append('"');
  }

  private static void number(RandomGenerator random, StringBuilder out) {
    out.append(random.nextBoolean() ? "-" : "").append(random.nextInt(1000));
    if (random.nextInt(3) == 0) {
      out.append('.').append(random.nextInt(1000));
    }
    if (random.nextInt(3) == 0) {
      out.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(100));
    }
  }

  private static void blank(RandomGenerator random, StringBuilder out) {
    if (random.nextInt(5) == 0) {
      out.append(" \t\n\r".charAt(random.nextInt(4)));
    }
  }

  /** Half of the documents as they are; of the others some bytes changed, cut or doubled. */
  private static byte[] damaged(RandomGenerator random, byte[] bytes) {
    byte[] damaged = bytes;
    for (int i = random.nextBoolean() ? 0 : 1 + random.nextInt(2); i > 0; i--) {
      int at = random.nextInt(damaged.length + 1);
      int until = Math.min(damaged.length, at + random.nextInt(4));
      var out = new ByteArrayOutputStream();
      out.write(damaged, 0, at);
      switch (random.nextInt(4)) {
        case 0 -> out.writeBytes(piece(random));
        case 1 -> out.write(random.nextInt(256));
        case 2 -> out.write(damaged, at, until - at);
        default -> {}
      }
      int from = random.nextBoolean() ? at : until;
      out.write(damaged, from, damaged.length - from);
      damaged = out.toByteArray();
    }
    return damaged;
  }

  private static byte[] piece(RandomGenerator random) {
    return PIECES.substring(random.nextInt(PIECES.length())).substring(0, 1).getBytes(UTF_8);
  }
}
