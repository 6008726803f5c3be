package belfry.event;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A text that is mostly a JSON document and is written when somebody asks for it: every event has
 * details, and nearly nobody wants them. A value by its text. Thread-safe: two threads that ask at
 * once may both write, with the same result.
 */
public final class Document {
  /** No text. */
  public static final Document NONE = new Document("");

  private volatile @Nullable String text;
  private volatile @Nullable Supplier<String> writer;

  private Document(String text) {
    this.text = text;
  }

  private Document(Supplier<String> writer) {
    this.writer = requireNonNull(writer, "writer");
  }

  public static Document of(String text) {
    return text.isEmpty() ? NONE : new Document(requireNonNull(text, "text"));
  }

  /**
   * A text to be written.
   *
   * @param writer pure, and never an empty text
   */
  public static Document written(Supplier<String> writer) {
    return new Document(writer);
  }

  /** Whether there is no text; does not write it. */
  public boolean isEmpty() {
    String known = text;
    return known != null && known.isEmpty();
  }

  public String text() {
    Supplier<String> asked = writer;
    String known = text;
    if (known == null) {
      known = requireNonNull(asked, "writer").get();
      text = known;
      writer = null;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Document that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
