package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference page says what is so, and the names are those that Cloud.ru has. */
class ReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/filter.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```filter\n(.*?)```");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `.*\\| `([^`]+)` \\|$");
  private static final Pattern FIELDS =
      Pattern.compile("(?s)<!-- fields -->\n(.*?)<!-- /fields -->");

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  static List<String> examples() throws IOException {
    var examples = new ArrayList<String>();
    BLOCK.matcher(page()).results().forEach(block -> block.group(1).lines().forEach(examples::add));
    ROW.matcher(page()).results().forEach(row -> examples.add(row.group(1)));
    assertThat(examples).hasSizeGreaterThan(20);
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsAFilter(String example) throws InvalidFilter {
    Filter filter = Filter.parse(example, Samples.NOW);
    assertThat(Filter.parse(filter.explain(), Samples.NOW)).isEqualTo(filter);
  }

  @Test
  void everyParameterIsListedWithItsNames() throws IOException {
    Matcher fields = FIELDS.matcher(page());
    assertThat(fields.find()).isTrue();
    assertThat(fields.group(1)).isEqualTo(table());
  }

  private static String table() {
    return "| parameter | values | what |\n|---|---|---|\n"
        + Arrays.stream(Field.values()).map(ReferenceTest::row).collect(Collectors.joining());
  }

  private static String row(Field field) {
    var names = new ArrayList<String>();
    for (String name : field.names()) {
      if (field.type() != Field.Type.MAP) {
        names.add("`" + name + "`");
      }
      if (field.hasInside()) {
        names.add("`" + name + ".<path>`");
      }
    }
    return "| %s | %s | %s |\n"
        .formatted(String.join(" ", names), values(field), field.description());
  }

  private static String values(Field field) {
    return switch (field.type()) {
      case TEXT, MAP, SEARCH -> "text";
      case LIST -> "several texts";
      case JSON -> "text or JSON";
      case WORD, RANK -> String.join(" ", field.words());
      case TIME -> "time";
    };
  }

  @Test
  void noNameMeansTwoFields() {
    var keys = new HashSet<String>();
    for (Field field : Field.values()) {
      for (String name : field.names()) {
        assertThat(keys.add(Field.key(name))).as(name).isTrue();
      }
    }
  }

  /** The 28 fields of the record, the parameters of its filters and both spellings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_id",
        "eventId",
        "event_time",
        "eventTime",
        "event_source",
        "eventSource",
        "event_level",
        "eventLevel",
        "event_type",
        "eventType",
        "event_status",
        "eventStatus",
        "authorization",
        "authorization.authorized",
        "resource_metadata",
        "resourceMetadata",
        "resource_metadata[].resource_type",
        "resourceMetadata[].resourceType",
        "resource_metadata[].resource_id",
        "resource_metadata[].resource_name",
        "request_metadata",
        "request_metadata.remote_address",
        "requestMetadata.remoteAddress",
        "request_metadata.user_agent",
        "request_metadata.request_id",
        "request_method",
        "requestMethod",
        "request_endpoint",
        "requestEndpoint",
        "request",
        "response",
        "authentication",
        "authentication.authenticated",
        "authentication.subject_type",
        "authentication.subjectId",
        "authentication.subject_name",
        "x_request_id",
        "xRequestId",
        "error",
        "details",
        "log_source",
        "logSource",
        "project_id",
        "customer_id",
        "resource_id",
        "resource_name",
        "resource_type",
        "subject_id",
        "subject_name",
        "subject_type",
        "authenticated",
        "authorized",
        "remote_address",
        "user_agent",
        "request_id"
      })
  void everyFieldOfCloudRusRecordHasItsName(String name) throws InvalidFilter {
    assertThat(Filter.parse(name + " EXISTS", Samples.NOW).tree())
        .isInstanceOf(Expression.Exists.class);
  }
}
