package belfry.index;

import static belfry.filter.Field.*;

import belfry.filter.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.util.BytesRef;

/**
 * Where the values of a filter field stand to the letter in the index, as terms.
 *
 * <p>Design: fields with many values have terms of their own. Those with few, which mostly follow
 * from the type, share one term per entry, the <em>state</em>, with all their values in a row: a
 * hundred or so different ones, so looking at each is nothing, and an entry costs one posting
 * instead of a dozen. The state also tells which fields have a value at all, for those whose values
 * are not kept. A value too long for a term is kept as {@link #OPAQUE}: it might be anything.
 *
 * @param name of the terms in the index
 * @param part which part of them holds the values; -1 if each term is one value
 */
record Column(String name, int part) {
  /** Stands for a value that is not kept. No UTF-8 begins like this. */
  static final BytesRef OPAQUE = new BytesRef(new byte[] {(byte) 0xfe});

  /** Longest value that is kept, in UTF-16 characters. */
  static final int VALUE_CHARS_MAX = 512;

  /** Longest state that is kept, in UTF-16 characters. */
  static final int STATE_CHARS_MAX = 4096;

  static final String STATE = "state";

  /** Between the parts of a state. */
  static final char PART_END = '\u0000';

  /** Between several values in one part. */
  static final char VALUE_END = '\u0001';

  /** Fields with terms of their own. */
  static final Set<Field> OWN =
      Set.of(
          SOURCE,
          TYPE,
          SUBJECT,
          PROJECT,
          NATIVE_PROJECT,
          LOCATION,
          PRINCIPAL,
          ADDRESS,
          MASKED,
          EVENT_SOURCE,
          EVENT_TYPE,
          RESOURCE_NAME,
          REMOTE_ADDRESS,
          USER_AGENT,
          REQUEST_ENDPOINT,
          SUBJECT_ID,
          SUBJECT_NAME);

  /** The parts of a state. Behind them comes one with a letter for each of {@link #NOTED}. */
  static final List<Field> PARTS =
      List.of(
          KIND,
          SEVERITY,
          FORMAT,
          SYSTEM,
          CONNECTOR,
          CONFLICT,
          EVENT_LEVEL,
          EVENT_STATUS,
          LOG_SOURCE,
          AUTHORIZED,
          AUTHENTICATED,
          SUBJECT_TYPE,
          RESOURCE_TYPE,
          REQUEST_METHOD,
          INFERRED);

  /** Fields whose values are not kept, but noted to be there. */
  static final List<Field> NOTED =
      List.of(
          ID,
          EVENT_ID,
          REQUEST_ID,
          X_REQUEST_ID,
          RESOURCE_ID,
          PROJECT_ID,
          CUSTOMER_ID,
          REQUEST,
          RESPONSE,
          ERROR,
          DETAILS);

  /** Those of the noted fields whose values are kept as hashes, enough to find them again. */
  static final Set<Field> HASHED =
      Set.of(ID, EVENT_ID, REQUEST_ID, X_REQUEST_ID, RESOURCE_ID, PROJECT_ID, CUSTOMER_ID);

  private static final Map<Field, Column> ALL = all();

  private static Map<Field, Column> all() {
    var all = new EnumMap<Field, Column>(Field.class);
    for (Field field : OWN) {
      all.put(field, new Column(field.text(), -1));
    }
    for (int i = 0; i < PARTS.size(); i++) {
      all.put(PARTS.get(i), new Column(STATE, i));
    }
    return all;
  }

  static Optional<Column> of(Field field) {
    return Optional.ofNullable(ALL.get(field));
  }

  /** Where the letters of {@link #NOTED} stand. */
  static Column noted() {
    return new Column(STATE, PARTS.size());
  }

  /** The letter that says that a noted field has a value. */
  static String letter(Field noted) {
    return String.valueOf((char) ('a' + NOTED.indexOf(noted)));
  }

  /** Whether any entry has a value in these terms that is not kept. */
  static boolean isOpaqueIn(List<LeafReaderContext> leaves, String name) throws IOException {
    for (LeafReaderContext leaf : leaves) {
      Terms terms = leaf.reader().terms(name);
      if (terms != null && terms.iterator().seekExact(OPAQUE)) {
        return true;
      }
    }
    return false;
  }

  boolean isPart() {
    return part >= 0;
  }

  /** The values that a term stands for; none for {@link #OPAQUE}. */
  List<String> values(BytesRef term) {
    if (OPAQUE.bytesEquals(term)) {
      return List.of();
    }
    String text = term.utf8ToString();
    if (!isPart()) {
      return List.of(text);
    }
    int from = 0;
    for (int i = 0; i < part; i++) {
      from = text.indexOf(PART_END, from) + 1;
    }
    return split(text.substring(from, text.indexOf(PART_END, from)));
  }

  private static List<String> split(String text) {
    var values = new ArrayList<String>(1);
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf(VALUE_END, from);
      int to = end < 0 ? text.length() : end;
      values.add(text.substring(from, to));
      from = to + 1;
    }
    return values;
  }

  /** Whether a test holds for any of the values that a term stands for. */
  boolean any(BytesRef term, Predicate<String> test) {
    return values(term).stream().anyMatch(test);
  }
}
