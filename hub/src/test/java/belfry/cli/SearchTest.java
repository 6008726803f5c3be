package belfry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.shell.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  private static final String PAGE =
      "{\"events\":["
          + "{\"time\":\"2026-11-20T11:59:00Z\",\"severity\":\"ERROR\",\"project\":\"p1\","
          + "\"type\":\"openstack.image.upload\",\"subject\":\"a\\u001b[31m\"},"
          + "{\"time\":\"2026-11-20T11:58:00.5Z\",\"severity\":\"INFO\",\"project\":\"default\","
          + "\"type\":\"gluster.VOLUME_CREATE\",\"subject\":\"gv1\"}],"
          + "\"next\":\"NEXT\",\"partial\":false}";

  @TempDir Path dir;

  private FakeHub hub(FakeHub.Answering answering) throws Exception {
    return new FakeHub(dir.resolve("unix.socket"), answering);
  }

  @Test
  void printsATableWithoutColoursIntoAPipeAndTheNextPageToStandardError() throws Exception {
    var session = new Session();
    try (var hub = hub(FakeHub.metadata(PAGE))) {
      int exit =
          session.run(
              "search",
              "event_level >=",
              "WARN",
              "--since",
              "1h",
              "--limit",
              "2",
              "--hub",
              hub.address());

      assertThat(exit).isEqualTo(Exit.DONE);
      assertThat(session.out())
          .isEqualTo(
              """
              TIME                 SEVERITY  PROJECT  TYPE                    SUBJECT
              2026-11-20 11:59:00  ERROR     p1       openstack.image.upload  a\\x1b[31m
              2026-11-20 11:58:00  INFO      default  gluster.VOLUME_CREATE   gv1
              """);
      assertThat(session.err())
          .isEqualTo(
              "there is more: belfry search 'event_level >= WARN' --since 2026-11-20T11:00:00Z"
                  + " --cursor NEXT\n");
      assertThat(hub.asked.getFirst().target())
          .isEqualTo(
              "/1.0/journal/events?filter=event_level%20%3E%3D%20WARN"
                  + "&since=2026-11-20T11%3A00%3A00Z"
                  + "&order=desc&limit=2&format=belfry");
    }
  }

  @Test
  void coloursOnATerminalUnlessNoColorSaysOtherwise() throws Exception {
    try (var hub = hub(FakeHub.metadata(PAGE))) {
      var session = new Session().terminal(120);
      session.run("search", "--limit", "2", "--hub", hub.address());
      assertThat(session.out()).contains("\u001b[31mERROR\u001b[0m").contains("a\\x1b[31m");

      session.env("NO_COLOR", "1");
      session.run("search", "--limit", "2", "--hub", hub.address());
      assertThat(session.out()).doesNotContain("\u001b");
    }
  }

  @Test
  void fetchesAsManyPagesAsTheLimitNeedsByteForByte() throws Exception {
    var session = new Session();
    try (var hub =
        hub(
            (asked, out) -> {
              boolean second = asked.target().contains("cursor");
              String body = second ? "{\"c\":NaN}\n" : "{\"a\": 1}\n{ \"b\":2}\n";
              FakeHub.write(
                  out,
                  "HTTP/1.1 200 OK\r\n"
                      + (second ? "" : "Belfry-Next: NEXT\r\n")
                      + "Content-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body);
              return true;
            })) {
      session.run("search", "--limit", "5000", "--format", "gluster", "--hub", hub.address());

      assertThat(session.out()).isEqualTo("{\"a\": 1}\n{ \"b\":2}\n{\"c\":NaN}\n");
      assertThat(hub.asked).hasSize(2);
      assertThat(hub.asked.getLast().target()).contains("limit=1000&cursor=NEXT&format=gluster");
      assertThat(hub.asked.getLast().headers()).containsEntry("accept", "application/x-ndjson");
      assertThat(session.err()).isEmpty();
    }
  }

  @Test
  void printsOneArrayAsJson() throws Exception {
    var session = new Session();
    try (var hub = hub(FakeHub.metadata("{\"events\":[{\"a\":1},{\"b\":2}]}"))) {
      session.run("search", "--format", "json", "--hub", hub.address());
      assertThat(session.out()).isEqualTo("[\n{\"a\":1},\n{\"b\":2}\n]\n");
    }
  }

  @Test
  void drawsAHistogram() throws Exception {
    String buckets =
        "{\"buckets\":[{\"start\":\"2026-11-20T11:00:00Z\",\"total\":10,\"counts\":{\"INFO\":7,"
            + "\"WARN\":3}},"
            + "{\"start\":\"2026-11-20T11:05:00Z\",\"total\":5,\"counts\":{\"INFO\":5}},"
            + "{\"start\":\"2026-11-20T11:10:00Z\",\"total\":0,\"counts\":{}}],\"partial\":true}";
    var session = new Session();
    try (var hub = hub(FakeHub.metadata(buckets))) {
      session.run("search", "--histogram", "severity", "--since", "1h", "--hub", hub.address());

      assertThat(session.out().lines())
          .hasSize(4)
          .first()
          .asString()
          .startsWith("11-20 11:00 10  ██")
          .endsWith(" INFO 7, WARN 3");
      assertThat(session.out()).endsWith("11-20 11:10  0\n15 events\n");
      assertThat(session.err()).contains("the newest events may be missing");
      assertThat(hub.asked.getFirst().target())
          .isEqualTo(
              "/1.0/journal/histogram?since=2026-11-20T11%3A00%3A00Z&until=2026-11-20T12%3A00%3A00Z"
                  + "&step=300s&field=severity");
    }
  }
}
