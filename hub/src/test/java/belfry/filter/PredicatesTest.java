package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.FixedFacts;
import belfry.testing.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What matches: each filter of a table holds for the full sample and not for the bare one. */
class PredicatesTest {
  static boolean matches(String filter, Facts facts) throws InvalidFilter {
    return Filter.parse(filter, Samples.NOW).matches(facts);
  }

  @Proves("audit 61")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_source = \"Личный кабинет\"",
        "event_type = \"CreateProject\"",
        "event_level = \"ERROR\"",
        "event_status = \"ERROR\"",
        "event_id = \"c467bc13-b0fb\"",
        "log_source = \"platform\"",
        "x_request_id = \"376c7026-8839\"",
      })
  void theSevenDocumentedParametersWork(String filter) throws InvalidFilter {
    assertThat(matches(filter, Samples.full())).isTrue();
    assertThat(matches(filter, Samples.bare())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = ev-1",
        "source =~ \"кабинет$\"",
        "type = cloudru.CreateProject",
        "subject = web-1",
        "time < now-1m",
        "project = shop",
        "native_project = p-17",
        "location = node-3",
        "severity = WARN",
        "format = cloudru",
        "system = cloudru",
        "connector = http",
        "principal = token/ci",
        "address : 192.0.2.7",
        "origin.routing_key = notifications.info",
        "masked = /fds",
        "conflict = true",
        "authorization.authorized = false OR resource_metadata = Acme",
        "resource_type = object",
        "resource_id = o-9",
        "resource_metadata.resource_name = web-1",
        "resourceMetadata[].resourceName = Shop",
        "project_id = p-17",
        "customer_id = cu-1",
        "request_metadata : TERRAFORM",
        "remote_address = 10.1.2.3",
        "userAgent = Terraform/1.9",
        "requestMetadata.requestId = rq-1",
        "request_method = POST",
        "request_endpoint = /v1/projects",
        "request : shop",
        "response.code = 404",
        "authentication = Алиса",
        "authenticated = TRUE",
        "subject_type = USER",
        "subject_id = u-1",
        "authentication.subjectName = Алиса",
        "error.code < 6",
        "details.zone = \"a\"",
        "inferred = authorization.authorized",
        "data.size > 1048575",
        "data.\"odd key.x\" = y",
        "text : \"web-1» СОЗДАН\"",
        "message : vol_1",
      })
  void everyFieldIsReadFromItsPlace(String filter) throws InvalidFilter {
    assertThat(matches(filter, Samples.full())).isTrue();
    assertThat(matches(filter, Samples.bare())).isFalse();
  }

  @Proves("audit 71")
  @Test
  void logSourceWorksThoughItIsNoKeyOfTheRecord() throws InvalidFilter {
    assertThat(matches("log_source = platform", Samples.full())).isTrue();
    assertThat(matches("log_source = client", Samples.full())).isFalse();
    assertThat(matches("log_source = infrastructure", Samples.bare())).isTrue();
  }

  @Proves("audit 30-31")
  @Proves("audit 65")
  @Test
  void levelsCompareByRankAndApartFromSeverity() throws InvalidFilter {
    assertThat(matches("event_level >= WARN", Samples.full())).isTrue();
    assertThat(matches("event_level < ERROR", Samples.full())).isFalse();
    assertThat(matches("severity < ERROR", Samples.full())).isTrue();
    assertThat(matches("severity >= WARN", Samples.bare())).isFalse();
    assertThat(matches("event_status = DONE", Samples.bare())).isFalse();
  }

  @Proves("audit 66")
  @Test
  void colonFindsAnyOfTheTextsInAnyCaseAndColonBangInThisCase() throws InvalidFilter {
    assertThat(matches("event_source : nein \"ЧНЫЙ каб\"", Samples.full())).isTrue();
    assertThat(matches("event_source : nein \"другой\"", Samples.full())).isFalse();
    assertThat(matches("event_source :! \"чный каб\"", Samples.full())).isTrue();
    assertThat(matches("event_source :! \"ЧНЫЙ\"", Samples.full())).isFalse();
    assertThat(matches("event_source :! \"ЧНЫЙ\" кабинет", Samples.full())).isTrue();
  }

  @Proves("audit 67")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "error",
        "details",
        "subject",
        "location",
        "masked",
        "inferred",
        "resource_metadata",
        "data.size",
        "details.zone",
        "origin.routing_key",
        "text",
        "project_id"
      })
  void anEmptyValueDoesNotExist(String name) throws InvalidFilter {
    FixedFacts empty = Samples.bare().withData(Map.of("size", "")).withInside(Map.of("a", ""));
    for (String filter : List.of(name + " NOT EXISTS", "NOT " + name + " =~ \".*\"")) {
      assertThat(matches(filter, empty)).as(filter).isTrue();
      assertThat(matches(filter, Samples.full())).as(filter).isFalse();
    }
  }

  @Test
  void onlyANegationHoldsWhereThereIsNoValue() throws InvalidFilter {
    for (String filter :
        List.of(
            "subject != a",
            "NOT subject : a",
            "NOT subject < z",
            "subject NOT IN (a, b)",
            "masked != /fds",
            "NOT data.size < 5",
            "subject = \"\"",
            "resource_name = \"\"")) {
      assertThat(matches(filter, Samples.bare())).as(filter).isTrue();
    }
    for (String filter : List.of("subject < z", "subject =~ \"^$\"", "subject IN_NET \"::/0\"")) {
      assertThat(matches(filter, Samples.bare())).as(filter).isFalse();
    }
  }

  @Test
  void notEqualOfAListMeansThatNoValueIsEqual() throws InvalidFilter {
    assertThat(matches("resource_name = Acme AND resource_name = web-1", Samples.full())).isTrue();
    assertThat(matches("resource_name != Acme", Samples.full())).isFalse();
    assertThat(matches("resource_name != Other", Samples.full())).isTrue();
  }

  @Test
  void numbersCompareAsNumbersOnlyWhenWrittenWithoutQuotes() throws InvalidFilter {
    FixedFacts facts =
        Samples.bare()
            .withData(
                Map.of(
                    "a",
                    "10",
                    "b",
                    "9.50",
                    "c",
                    "ten",
                    "d",
                    "-3",
                    "e",
                    "1e3",
                    "f",
                    "9007199254740993"));
    assertThat(matches("data.a > 9 AND data.a = 10.0 AND NOT data.a > \"9\"", facts)).isTrue();
    assertThat(matches("data.b = 9.5 AND data.b != \"9.5\"", facts)).isTrue();
    assertThat(matches("data.c > 0 OR data.c <= 0", facts)).isFalse();
    assertThat(matches("data.d < -2 AND data.e >= 1000", facts)).isTrue();
    assertThat(matches("data.f = 9007199254740993", facts)).isTrue();
    assertThat(matches("data.f = 9007199254740992", facts)).isFalse();
  }

  @Test
  void textsCompareByCodePointsAsTheIndexDoes() throws InvalidFilter {
    FixedFacts facts = Samples.bare().withData(Map.of("a", "\uffee", "b", "😀"));
    assertThat(matches("data.a < 😀 AND data.b > \uffee AND data.b > a", facts)).isTrue();
    var texts =
        new ArrayList<>(List.of("a", "ab", "b", "ж", "\ud7ff", "\ue000", "\uffee", "😀", "😁"));
    var sorted = new ArrayList<>(texts);
    sorted.sort(Predicates::compare);
    assertThat(sorted).isEqualTo(texts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type =~ \"^cloudru\\.\"",
        "type =~ \"Project$\"",
        "type =~ \"ru\\.Cr\"",
        "type =~ \"^cloudru\\.CreateProject$\"",
        "type =~ \"(?i)createproject\"",
        "type =~ \"^cloudru\\.(Create|Delete)[A-Z]\\w+$\"",
        "type =~ Create",
        "type =~ \"^\"",
        "NOT type =~ \"^Create\"",
        "NOT type =~ \"cloudru$\"",
        "NOT type =~ \"ru.cr\"",
        "text =~ \"создан$\" OR text =~ \"(?m)создан$\""
      })
  void patternsAreFoundAnywhereUnlessAnchored(String filter) throws InvalidFilter {
    assertThat(matches(filter, Samples.full())).isTrue();
  }

  @Test
  void addressesAreComparedAsNetworks() throws InvalidFilter {
    assertThat(matches("remote_address IN_NET 10.0.0.0/8", Samples.full())).isTrue();
    assertThat(matches("remote_address IN_NET (\"::1\", \"10.1.2.3\")", Samples.full())).isTrue();
    assertThat(matches("address IN_NET 192.0.2.0/24", Samples.full())).isTrue();
    assertThat(matches("remote_address IN_NET 11.0.0.0/8", Samples.full())).isFalse();
    assertThat(matches("event_source NOT IN_NET 0.0.0.0/0", Samples.full())).isTrue();
  }

  @Test
  void freeTextWantsEachWordAndQuotesWantThemTogether() throws InvalidFilter {
    assertThat(matches("СОЗДАН createproject", Samples.full())).isTrue();
    assertThat(matches("созда", Samples.full())).isFalse();
    assertThat(matches("создан missing", Samples.full())).isFalse();
    assertThat(matches("\"web 1 создан\"", Samples.full())).isTrue();
    assertThat(matches("\"создан web 1\"", Samples.full())).isFalse();
    assertThat(matches("web-1 10.0.0.7", Samples.full())).isTrue();
  }

  @Test
  void nowIsTheInstantOfTheSearchOrInAStandingFilterThatOfTheEntry() throws InvalidFilter {
    String old = "time < now-1m";
    FixedFacts facts = Samples.full();
    assertThat(Filter.parse(old, Samples.NOW).matches(facts)).isTrue();
    assertThat(Filter.parse(old, Samples.NOW.minusSeconds(60)).matches(facts)).isFalse();
    assertThat(Filter.standing(old).matches(facts)).isTrue();
    assertThat(Filter.standing("time < now-2m").matches(facts)).isFalse();
    assertThat(Filter.standing("recorded_time = now").matches(facts)).isTrue();
  }

  @Test
  void aFilterOnTheEnvelopeDecodesNothing() throws InvalidFilter {
    Facts undecodable = new Undecodable(Samples.bare().entry());
    for (String filter :
        List.of(
            "timeout AND details.zone = a AND event_level = ERROR AND type = other",
            "timeout OR event_level = INFO OR system = gluster",
            "(event_type = x OR project = default) AND NOT (text : y OR kind = event)")) {
      assertThat(Filter.parse(filter, Samples.NOW).matches(undecodable))
          .as(filter)
          .isEqualTo(filter.startsWith("timeout OR"));
    }
  }

  @Test
  void everythingIsMatchedByTheFilterThatWasLeftOut() {
    assertThat(Filter.ALL.matches(Samples.bare())).isTrue();
    assertThat(Filter.ALL.explain()).isEmpty();
    assertThat(Filter.ALL.key()).isEmpty();
  }
}
