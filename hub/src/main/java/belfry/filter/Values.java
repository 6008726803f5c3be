package belfry.filter;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.filter.Expression.Operand;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Where each field is read from. Reading makes no garbage, but for content that is decoded. */
final class Values {
  /** Fields that may have several values. */
  private static final Set<Field> MANY =
      EnumSet.of(
          Field.MASKED,
          Field.INFERRED,
          Field.RESOURCE_METADATA,
          Field.RESOURCE_TYPE,
          Field.RESOURCE_ID,
          Field.RESOURCE_NAME,
          Field.PROJECT_ID,
          Field.CUSTOMER_ID,
          Field.REQUEST_METADATA,
          Field.AUTHENTICATION);

  private Values() {}

  /** Holds if the test holds for any value of a text operand; an empty text is no value. */
  static Predicate<Facts> any(Operand operand, Predicate<String> test) {
    return switch (operand.field()) {
      case MASKED -> facts -> anyOf(facts.entry().event().marks().masked(), test);
      case INFERRED -> facts -> anyOf(facts.audit().inferred(), test);
      case RESOURCE_METADATA ->
          anyResource(r -> some(r.type(), test) || some(r.id(), test) || some(r.name(), test));
      case RESOURCE_TYPE -> anyResource(r -> some(r.type(), test));
      case RESOURCE_ID -> anyResource(r -> some(r.id(), test));
      case RESOURCE_NAME -> anyResource(r -> some(r.name(), test));
      case PROJECT_ID -> anyResource(r -> r.type().equals("project") && some(r.id(), test));
      case CUSTOMER_ID -> anyResource(r -> r.type().equals("customer") && some(r.id(), test));
      case REQUEST_METADATA ->
          facts -> {
            Audit audit = facts.audit();
            return some(audit.remoteAddress(), test)
                || some(audit.userAgent(), test)
                || some(audit.requestId(), test);
          };
      case AUTHENTICATION ->
          facts -> {
            Audit.Subject subject = facts.audit().subject();
            return some(subject.type(), test)
                || some(subject.id(), test)
                || some(subject.name(), test);
          };
      default -> {
        Function<Facts, String> one = one(operand);
        yield facts -> some(one.apply(facts), test);
      }
    };
  }

  /** Hands out all values of a field as a whole. */
  static Consumer<Facts> visitor(Field field, Consumer<String> use) {
    List<String> words = field.words();
    if (!words.isEmpty()) {
      ToIntFunction<Facts> rank = rank(field);
      return facts -> use.accept(words.get(rank.applyAsInt(facts)));
    }
    if (field.type() == Field.Type.TIME) {
      return facts -> {};
    }
    if (!MANY.contains(field)) {
      Function<Facts, String> one = one(Operand.of(field));
      return facts -> {
        String value = one.apply(facts);
        if (!value.isEmpty()) {
          use.accept(value);
        }
      };
    }
    Predicate<Facts> all =
        any(
            Operand.of(field),
            value -> {
              use.accept(value);
              return false;
            });
    return facts -> {
      boolean _ = all.test(facts); // the visitor is the test, and never says yes
    };
  }

  /** Whether a field has any value. */
  static Predicate<Facts> presence(Field field) {
    return switch (field) {
      case REQUEST -> facts -> Facts.Part.REQUEST.isIn(facts.audit());
      case RESPONSE -> facts -> Facts.Part.RESPONSE.isIn(facts.audit());
      case ERROR -> facts -> Facts.Part.ERROR.isIn(facts.audit());
      case DETAILS -> facts -> Facts.Part.DETAILS.isIn(facts.audit());
      default -> any(Operand.of(field), value -> true);
    };
  }

  private static boolean some(String value, Predicate<String> test) {
    return !value.isEmpty() && test.test(value);
  }

  private static boolean anyOf(List<String> values, Predicate<String> test) {
    for (int i = 0; i < values.size(); i++) {
      if (some(values.get(i), test)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<Facts> anyResource(Predicate<Audit.Resource> test) {
    return facts -> {
      List<Audit.Resource> resources = facts.audit().resources();
      for (int i = 0; i < resources.size(); i++) {
        if (test.test(resources.get(i))) {
          return true;
        }
      }
      return false;
    };
  }

  /** The value of an operand that has at most one; empty text if it has none. */
  private static Function<Facts, String> one(Operand operand) {
    return operand.field().tier() == Field.Tier.ENVELOPE ? envelope(operand) : content(operand);
  }

  private static Function<Facts, String> envelope(Operand operand) {
    String path = operand.path();
    return switch (operand.field()) {
      case ID -> facts -> event(facts).id();
      case SOURCE -> facts -> event(facts).source();
      case TYPE -> facts -> event(facts).type();
      case SUBJECT -> facts -> orNone(event(facts).subject());
      case PROJECT -> facts -> event(facts).project();
      case NATIVE_PROJECT -> facts -> orNone(event(facts).nativeProject());
      case LOCATION -> facts -> orNone(event(facts).location());
      case FORMAT -> facts -> event(facts).format();
      case SYSTEM -> facts -> event(facts).system();
      case CONNECTOR -> facts -> event(facts).origin().connector();
      case PRINCIPAL -> facts -> orNone(event(facts).origin().principal());
      case ADDRESS -> facts -> orNone(event(facts).origin().address());
      case ORIGIN -> facts -> event(facts).origin().attributes().getOrDefault(path, "");
      default -> throw new AssertionError(operand);
    };
  }

  private static Function<Facts, String> content(Operand operand) {
    String path = operand.path();
    return switch (operand.field()) {
      case EVENT_ID -> facts -> facts.audit().eventId();
      case EVENT_SOURCE -> facts -> facts.audit().eventSource();
      case EVENT_TYPE -> facts -> facts.audit().eventType();
      case EVENT_STATUS -> facts -> facts.audit().eventStatus();
      case REMOTE_ADDRESS -> facts -> facts.audit().remoteAddress();
      case USER_AGENT -> facts -> facts.audit().userAgent();
      case REQUEST_ID -> facts -> facts.audit().requestId();
      case REQUEST_METHOD -> facts -> facts.audit().requestMethod();
      case REQUEST_ENDPOINT -> facts -> facts.audit().requestEndpoint();
      case REQUEST -> part(Facts.Part.REQUEST, path);
      case RESPONSE -> part(Facts.Part.RESPONSE, path);
      case ERROR -> part(Facts.Part.ERROR, path);
      case DETAILS -> part(Facts.Part.DETAILS, path);
      case SUBJECT_TYPE -> facts -> facts.audit().subject().type();
      case SUBJECT_ID -> facts -> facts.audit().subject().id();
      case SUBJECT_NAME -> facts -> facts.audit().subject().name();
      case X_REQUEST_ID -> facts -> facts.audit().xRequestId();
      case DATA -> facts -> orNone(facts.data(path));
      case TEXT -> Facts::searchText;
      default -> throw new AssertionError(operand);
    };
  }

  private static Function<Facts, String> part(Facts.Part part, String path) {
    return path.isEmpty()
        ? facts -> part.of(facts.audit())
        : facts -> orNone(facts.inside(part, path));
  }

  private static Event event(Facts facts) {
    return facts.entry().event();
  }

  private static String orNone(Optional<String> value) {
    return value.orElse("");
  }

  /** The place of a closed set's word in {@link Field#words}, which lists them in enum order. */
  @SuppressWarnings("EnumOrdinal")
  static ToIntFunction<Facts> rank(Field field) {
    return switch (field) {
      case KIND -> facts -> event(facts).kind().ordinal();
      case SEVERITY -> facts -> event(facts).severity().ordinal();
      case EVENT_LEVEL -> facts -> facts.audit().eventLevel().ordinal();
      case LOG_SOURCE -> facts -> facts.audit().logSource().ordinal();
      case AUTHORIZED -> facts -> facts.audit().authorized() ? 1 : 0;
      case AUTHENTICATED -> facts -> facts.audit().subject().authenticated() ? 1 : 0;
      case CONFLICT -> facts -> event(facts).marks().conflict() ? 1 : 0;
      default -> throw new AssertionError(field);
    };
  }

  static Function<Facts, Instant> time(Field field) {
    return switch (field) {
      case TIME -> facts -> event(facts).time();
      case RECORDED_TIME -> facts -> facts.entry().recordedTime();
      default -> throw new AssertionError(field);
    };
  }
}
