package belfry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.shell.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitTest {
  @TempDir Path dir;

  private FakeHub hub(FakeHub.Answering answering) throws Exception {
    return new FakeHub(dir.resolve("unix.socket"), answering);
  }

  @Test
  void sendsAPipeOfLinesAsTheyStand() throws Exception {
    var session = new Session().input("{\"a\":1}\n\n {\"b\": 2} \r\n");
    try (var hub = hub(FakeHub.metadata("{\"accepted\":2,\"duplicates\":0,\"items\":[]}"))) {
      int exit = session.run("emit", "--dialect", "lxd", "--project", "p1", "--hub", hub.address());

      assertThat(exit).isEqualTo(Exit.DONE);
      assertThat(session.err()).isEqualTo("2 accepted, 0 duplicates, 0 refused\n");
      assertThat(session.out()).isEmpty();
      FakeHub.Asked asked = hub.asked.getFirst();
      assertThat(asked.target()).isEqualTo("/1.0/events/lxd?project=p1");
      assertThat(asked.headers()).containsEntry("content-type", "application/x-ndjson");
      assertThat(asked.body()).isEqualTo("{\"a\":1}\n{\"b\": 2}");
    }
  }

  @Test
  void sendsDocumentsOfSeveralLinesByteForByte() throws Exception {
    Path file = dir.resolve("events.json");
    Files.writeString(file, "[\n  {\"a\": [1,\n 2]},\n  {\"b\": \"},{\"}\n]\n");
    var session = new Session();
    try (var hub = hub(FakeHub.metadata("{\"accepted\":1,\"duplicates\":1,\"items\":[]}"))) {
      session.run("emit", "--dialect", "cloudevents", file.toString(), "--hub", hub.address());

      assertThat(hub.asked.getFirst().headers()).containsEntry("content-type", "application/json");
      assertThat(hub.asked.getFirst().body()).isEqualTo("[{\"a\": [1,\n 2]},{\"b\": \"},{\"}]");
      assertThat(session.err()).isEqualTo("1 accepted, 1 duplicate, 0 refused\n");
    }
  }

  @Test
  void namesTheLineOfEachRefusedEventAndFails() throws Exception {
    String refused =
        "{\"accepted\":1,\"duplicates\":0,\"items\":[{\"index\":1,\"status\":\"refused\","
            + "\"code\":\"BELFRY-1201\",\"error\":\"end of input (expected: '}')\"}]}";
    var session = new Session().input("{\"a\":1}\n\n\n{\"b\":\n");
    try (var hub = hub((asked, out) -> FakeHub.json(out, 207, FakeHub.sync(refused)))) {
      assertThat(session.run("emit", "--dialect", "lxd", "--hub", hub.address()))
          .isEqualTo(Exit.FAILED);
      assertThat(session.err())
          .isEqualTo(
              "line 4: BELFRY-1201 end of input (expected: '}')\n"
                  + "1 accepted, 0 duplicates, 1 refused\n");
    }
  }

  @Test
  void asksABusyHubAgain() throws Exception {
    var tries = new AtomicInteger();
    var session = new Session().input("{}");
    try (var hub =
        hub(
            (asked, out) -> {
              if (tries.incrementAndGet() == 1) {
                FakeHub.write(
                    out, "HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
                return true;
              }
              return FakeHub.json(
                  out, 200, FakeHub.sync("{\"accepted\":1,\"duplicates\":0,\"items\":[]}"));
            })) {
      assertThat(session.run("emit", "--dialect", "lxd", "--hub", hub.address()))
          .isEqualTo(Exit.DONE);
      assertThat(tries).hasValue(2);
    }
  }

  @Test
  void splitsLongInputIntoBatches() throws Exception {
    var session = new Session().input("{\"n\":1}\n".repeat(2500));
    try (var hub =
        hub(
            (asked, out) ->
                FakeHub.json(
                    out,
                    200,
                    FakeHub.sync(
                        "{\"accepted\":"
                            + asked.body().lines().count()
                            + ",\"duplicates\":0,\"items\":[]}")))) {
      session.run("emit", "--dialect", "lxd", "--hub", hub.address());

      assertThat(session.err()).isEqualTo("2,500 accepted, 0 duplicates, 0 refused\n");
      assertThat(hub.asked).hasSize(3);
    }
  }

  @Test
  void endsWithWhatTheHubSaysAboutTheWholeRequest() throws Exception {
    var session = new Session().input("{}");
    try (var hub =
        hub(
            (asked, out) ->
                FakeHub.json(out, 404, FakeHub.error(404, "format: x (expected: y)")))) {
      assertThat(session.run("emit", "--dialect", "x", "--hub", hub.address()))
          .isEqualTo(Exit.FAILED);
      assertThat(session.err()).isEqualTo("belfry: BELFRY-1301 format: x (expected: y)\n");
    }
    assertThat(session.run("emit", "--dialect", "lxd", "nowhere.json", "--hub", "/none"))
        .isEqualTo(Exit.FAILED);
    assertThat(session.err()).contains("nowhere.json: cannot be read: there is no such file");
  }
}
