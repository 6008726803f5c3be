package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.filter.Words;
import belfry.format.json.Json;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

/** The words of a content as terms. */
class WordTermsTest {
  private static final String SIGNS = "abfGZ0159-_ /.:\"\\\n\u007fé字\ud83d\ude00\u0130";

  private final WordTerms words = new WordTerms();

  private Set<BytesRef> terms(TokenStream stream) throws IOException {
    var attribute = stream.getAttribute(TermToBytesRefAttribute.class);
    var found = new HashSet<BytesRef>();
    stream.reset();
    while (stream.incrementToken()) {
      found.add(BytesRef.deepCopyOf(attribute.getBytesRef()));
    }
    return found;
  }

  /** ASCII is read from its bytes, everything else as a String; both have to find the same. */
  @Test
  void findsTheWordsOfTheFilterWhateverTheTextIsMadeOf() throws Exception {
    var random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      String text = text(random);
      var plain = new HashSet<BytesRef>();
      var hashed = new HashSet<BytesRef>();
      for (String word : Words.of(text)) {
        if (WordTerms.isNumber(word)) {
          hashed.add(WordTerms.numberTerm(word));
        } else {
          plain.add(new BytesRef(word));
        }
        if (word.length() >= Words.CHARS_MAX - 1) {
          plain.add(Column.OPAQUE);
        }
      }
      Payload content =
          new JsonWriter(Style.COMPACT, 64).beginObject().member("key", text).endObject().payload();
      words.read(Json.parse(content));
      assertThat(terms(words.plain())).as("seed 11, text <%s>", text).isEqualTo(plain);
      assertThat(terms(words.hashed())).as("seed 11, text <%s>", text).isEqualTo(hashed);
    }
  }

  private static String text(Random random) {
    int signs = random.nextBoolean() ? 17 : SIGNS.codePointCount(0, SIGNS.length());
    int longest = random.nextInt(10) == 0 ? 600 : 40;
    int breaks = random.nextInt(10) == 0 ? 9 : signs;
    var text = new StringBuilder();
    for (int i = random.nextInt(longest); i > 0; i--) {
      int sign = random.nextInt(breaks);
      text.appendCodePoint(SIGNS.codePointAt(SIGNS.offsetByCodePoints(0, sign)));
    }
    return text.toString();
  }
}
