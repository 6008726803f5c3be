package belfry.http;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The query of a request. Of a repeated parameter the first value counts, as in LXD. */
public final class Params {
  private static final Set<String> TRUE = Set.of("1", "true", "yes", "on");

  private final Fields fields;

  private Params(Fields fields) {
    this.fields = fields;
  }

  static Params of(Request request) throws Problem {
    if (request.getHttpURI().getQuery() == null) {
      return new Params(Fields.EMPTY);
    }
    try {
      return new Params(Request.extractQueryParameters(request));
    } catch (IllegalArgumentException | IllegalStateException | HttpException.RuntimeException e) {
      throw Problem.parameter(
          "query", requireNonNull(request.getHttpURI().getQuery()), "percent-encoded UTF-8");
    }
  }

  /** The value; empty if the parameter is absent or empty. */
  public Optional<String> text(String name) {
    Fields.Field field = fields.get(name);
    return field == null || field.getValue() == null || field.getValue().isEmpty()
        ? Optional.empty()
        : Optional.of(field.getValue());
  }

  /** True for 1, true, yes and on in any case, as in LXD; false for anything else. */
  public boolean truthy(String name) {
    return text(name).map(value -> TRUE.contains(value.toLowerCase(Locale.ROOT))).orElse(false);
  }

  /** A whole number; {@code absent} if the parameter is absent. */
  public int number(String name, int absent, int min, int max) throws Problem {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    throw Problem.parameter(name, text.get(), min + " to " + max);
  }

  /** Refuses parameters that are not known here: a misspelt filter must not return everything. */
  public void allow(Collection<String> known) throws Problem {
    for (Fields.Field field : fields) {
      if (!known.contains(field.getName())) {
        throw Problem.parameter(
            field.getName(), "unknown", String.join(", ", new TreeSet<>(known)));
      }
    }
  }
}
