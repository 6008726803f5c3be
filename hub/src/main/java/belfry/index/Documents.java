package belfry.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Entry;
import belfry.feed.Reading;
import belfry.filter.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Makes the document of an entry: its place, its time and the terms that {@link Column} and {@link
 * WordTerms} describe. Everything is used again for the next one, so it is read before that. Not
 * thread-safe.
 */
final class Documents {
  /** Four-byte hashes of the values of {@link Column#HASHED} that have no numbers in them. */
  static final String IDS = "ids";

  /** Time of the event in milliseconds since 1970. */
  static final String TIME = "time";

  /** Words of the content. */
  static final String TEXT = "text";

  /** Hashes of the words that look like numbers, of the content and of {@link Column#HASHED}. */
  static final String NUMBERS = "numbers";

  private static final int ID_SEED = 0x6265_6c66;

  private final List<IndexableField> document = new ArrayList<>();
  private final NumericDocValuesField recorded =
      NumericDocValuesField.indexedField(Leaf.RECORDED, 0);
  private final NumericDocValuesField partition =
      NumericDocValuesField.indexedField(Leaf.PARTITION, 0);
  private final NumericDocValuesField offset = new NumericDocValuesField(Leaf.OFFSET, 0);
  private final NumericDocValuesField time = NumericDocValuesField.indexedField(TIME, 0);
  private final WordTerms words = new WordTerms();
  private final IndexableField text = streamed(TEXT, words.plain());
  private final IndexableField numbers = streamed(NUMBERS, words.hashed());

  private final Map<String, Pool> pools = new java.util.HashMap<>();
  private final List<Consumer<Reading>> own = new ArrayList<>();
  private final List<Consumer<Reading>> parts = new ArrayList<>();
  private final List<Noted> noted = new ArrayList<>();
  private final StringBuilder state = new StringBuilder();
  private final List<String> here = new ArrayList<>();
  private boolean opaque;
  private boolean found;

  /** Finds out whether a field has a value, by {@link #found}; the letter says so. */
  private record Noted(String letter, Consumer<Reading> reader) {}

  /** Fields of one name, to be used again. */
  private static final class Pool {
    private final String name;
    private final List<StringField> fields = new ArrayList<>();
    private int used;

    Pool(String name) {
      this.name = name;
    }

    StringField next(BytesRef term) {
      if (used == fields.size()) {
        fields.add(new StringField(name, term, org.apache.lucene.document.Field.Store.NO));
      }
      StringField field = fields.get(used++);
      field.setBytesValue(term);
      return field;
    }
  }

  Documents() {
    for (Field field : Column.OWN) {
      Pool pool = pool(field.text());
      own.add(reader(field, value -> document.add(pool.next(term(value)))));
    }
    for (Field field : Column.PARTS) {
      parts.add(reader(field, this::part));
    }
    Pool ids = pool(IDS);
    for (Field field : Column.NOTED) {
      noted.add(
          new Noted(
              Column.letter(field),
              Column.HASHED.contains(field)
                  ? reader(field, value -> hashed(ids, value))
                  : noting(field.presence())));
    }
  }

  private Consumer<Reading> noting(Predicate<belfry.filter.Facts> presence) {
    return reading -> found = presence.test(reading);
  }

  private Pool pool(String name) {
    return pools.computeIfAbsent(name, Pool::new);
  }

  private static Consumer<Reading> reader(Field field, Consumer<String> use) {
    Consumer<belfry.filter.Facts> visitor = field.visitor(use);
    return visitor::accept;
  }

  private static IndexableField streamed(
      String name, org.apache.lucene.analysis.TokenStream terms) {
    var type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS);
    type.freeze();
    return new org.apache.lucene.document.Field(name, terms, type);
  }

  /** The term of a value of a field with terms of its own. */
  static BytesRef term(String value) {
    return value.length() > Column.VALUE_CHARS_MAX ? Column.OPAQUE : bytes(value);
  }

  /** As {@link BytesRef#BytesRef(CharSequence)}, which asks for each character by itself. */
  private static BytesRef bytes(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    for (byte b : utf8) {
      if (b == '?') { // perhaps half a surrogate pair, which Lucene writes otherwise
        return new BytesRef(text);
      }
    }
    return new BytesRef(utf8);
  }

  /** The term of a value of a hashed field; different values may have the same. */
  static BytesRef idTerm(String value) {
    int hash = StringHelper.murmurhash3_x86_32(bytes(value), ID_SEED);
    return new BytesRef(
        new byte[] {(byte) (hash >> 24), (byte) (hash >> 16), (byte) (hash >> 8), (byte) hash});
  }

  /** Milliseconds since 1970, rounded down; the ends of the range hold all beyond. */
  static long millis(java.time.Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds >= Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return seconds <= Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : time.toEpochMilli();
  }

  /** Valid until the next call. */
  Iterable<IndexableField> of(Reading reading) {
    document.clear();
    pools.values().forEach(pool -> pool.used = 0);
    Entry entry = reading.entry();
    recorded.setLongValue(Place.nanos(entry.recordedTime()));
    partition.setLongValue(entry.position().partition());
    offset.setLongValue(entry.position().offset());
    time.setLongValue(millis(entry.event().time()));
    document.add(recorded);
    document.add(partition);
    document.add(offset);
    document.add(time);
    for (int i = 0; i < own.size(); i++) {
      own.get(i).accept(reading);
    }
    words.read(reading.content());
    document.add(pool(Column.STATE).next(state(reading)));
    document.add(text);
    document.add(numbers);
    return document;
  }

  private void hashed(Pool ids, String value) {
    found = true;
    if (!words.addNumbers(value)) {
      document.add(ids.next(idTerm(value)));
    }
  }

  private BytesRef state(Reading reading) {
    state.setLength(0);
    opaque = false;
    for (int i = 0; i < parts.size(); i++) {
      here.clear();
      parts.get(i).accept(reading);
      state.append(Column.PART_END);
    }
    for (int i = 0; i < noted.size(); i++) {
      Noted field = noted.get(i);
      found = false;
      field.reader().accept(reading);
      if (found) {
        state.append(field.letter()).append(Column.VALUE_END);
      }
    }
    state.append(Column.PART_END);
    return opaque || state.length() > Column.STATE_CHARS_MAX
        ? Column.OPAQUE
        : bytes(state.toString());
  }

  private void part(String value) {
    if (value.length() > Column.VALUE_CHARS_MAX
        || value.indexOf(Column.PART_END) >= 0
        || value.indexOf(Column.VALUE_END) >= 0) {
      opaque = true;
    } else if (!here.contains(value)) {
      here.add(value);
      state.append(value).append(Column.VALUE_END);
    }
  }
}
