package belfry.registry.vault;

import belfry.event.Payload;
import belfry.registry.Refused;
import belfry.registry.Registry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Texts at given places of a document. Numbers stay as exact as they were. */
final class Fields {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Fields() {}

  /** What becomes of the text in a field. */
  @FunctionalInterface
  interface Replacement {
    String of(String field, String text) throws Refused;
  }

  static Payload replace(Payload document, Set<String> fields, Replacement replacement)
      throws Refused {
    JsonNode root = JSON.readTree(Registry.checked(document).toBytes());
    for (String field : new TreeSet<>(fields)) {
      JsonPointer pointer = JsonPointer.compile(field);
      JsonNode value = root.at(pointer);
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (!value.isString()) {
        throw new Refused(field + ": not a text (expected: a secret is one)");
      }
      String text = replacement.of(field, value.stringValue());
      JsonNode parent = root.at(pointer.head());
      switch (parent) {
        case ObjectNode object -> object.put(pointer.last().getMatchingProperty(), text);
        case ArrayNode array -> array.set(pointer.last().getMatchingIndex(), text);
        default -> throw new IllegalStateException(field);
      }
    }
    return Payload.owning(JSON.writeValueAsBytes(root));
  }

  /** The texts that are there, by field. */
  static Map<String, String> texts(Payload document, Set<String> fields) {
    var texts = new TreeMap<String, String>();
    JsonNode root;
    try {
      root = JSON.readTree(document.toBytes());
    } catch (JacksonException e) {
      return texts;
    }
    for (String field : fields) {
      JsonNode value = root.at(JsonPointer.compile(field));
      if (value.isString()) {
        texts.put(field, value.stringValue());
      }
    }
    return texts;
  }
}
