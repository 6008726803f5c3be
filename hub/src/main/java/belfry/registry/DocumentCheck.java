package belfry.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** What can be a document. */
final class DocumentCheck {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Registry.DEPTH_MAX).build())
          .build();

  private DocumentCheck() {}

  static Payload checked(Payload document) throws Refused {
    if (document.size() > Registry.DOCUMENT_BYTES_MAX) {
      throw new Refused(
          "document: "
              + document.size()
              + " bytes (expected: at most "
              + Registry.DOCUMENT_BYTES_MAX
              + ")");
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text(document))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Refused("document: not an object (expected: one JSON object)");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new Refused("document: goes on after its end (expected: one JSON object)");
      }
    } catch (StreamConstraintsException e) {
      throw new Refused(
          "document: too deep, or a name or number too long"
              + place(e)
              + " (expected: at most "
              + Registry.DEPTH_MAX
              + " objects and arrays inside each other)");
    } catch (JacksonException e) {
      throw new Refused(
          "document: not JSON, or a member twice"
              + place(e)
              + " (expected: one JSON object without duplicate members)");
    }
    return document.compact();
  }

  /** Not what stands there: it may be a secret. */
  private static String place(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : ", line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  private static String text(Payload document) throws Refused {
    try {
      return UTF_8.newDecoder().decode(document.buffer()).toString();
    } catch (CharacterCodingException e) {
      throw new Refused("document: not UTF-8 (expected: one JSON object in UTF-8)");
    }
  }
}
