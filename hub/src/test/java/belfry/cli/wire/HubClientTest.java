package belfry.cli.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.cli.FakeHub;
import belfry.event.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
  @TempDir Path dir;

  private FakeHub answering(String answer) throws IOException {
    return new FakeHub(
        dir.resolve("s"),
        (asked, out) -> {
          FakeHub.write(out, answer);
          return false;
        });
  }

  private static HubClient client(FakeHub hub) {
    return new HubClient(HubAddress.parse(hub.address()), Optional.of("t"), "test/1");
  }

  private static String body(FakeHub hub) throws IOException {
    try (var client = client(hub)) {
      return client.send(Request.get("/x")).body().text();
    }
  }

  @Test
  void readsBodiesOfKnownLengthInChunksAndUpToTheEnd() throws IOException {
    try (var hub = answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef")) {
      assertThat(body(hub)).isEqualTo("abc");
      assertThat(hub.asked.getFirst().headers())
          .containsEntry("host", "unix.socket")
          .containsEntry("user-agent", "test/1")
          .containsEntry("authorization", "Bearer t");
    }
    String chunks = "3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
    try (var hub = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
      assertThat(body(hub)).isEqualTo("abc0123456789");
    }
    try (var hub = answering("HTTP/1.1 200\r\n\r\nto the end")) {
      assertThat(body(hub)).isEqualTo("to the end");
    }
    try (var hub = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(body(hub)).isEmpty();
    }
  }

  @Test
  void neverTakesHalfABodyForAWhole() throws IOException {
    for (String broken :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "SSH-2.0-x\r\n",
          "HTTP/1.1 2",
          "HTTP/1.1 200 OK\r\nX: " + "x".repeat(Head.HEAD_BYTES_MAX) + "\r\n\r\n"
        }) {
      try (var hub = answering(broken)) {
        assertThatThrownBy(() -> body(hub)).as(broken).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void keepsItsConnectionAndOpensAnotherWhenTheHubClosedIt() throws IOException {
    var connections = new AtomicInteger();
    try (var hub =
            new FakeHub(
                dir.resolve("s"),
                (asked, out) -> {
                  connections.incrementAndGet();
                  FakeHub.json(out, 200, asked.body());
                  return !asked.body().equals("close");
                });
        var client = client(hub)) {
      for (String body : new String[] {"one", "close", "two"}) {
        var request = Request.post("/x", "text/plain", Payload.of(body));
        assertThat(client.send(request).body().text()).isEqualTo(body);
      }
      assertThat(connections).hasValue(3);
    }
  }

  @Test
  void saysThatNobodyListens() {
    try (var client =
        new HubClient(new HubAddress.Unix(dir.resolve("no")), Optional.empty(), "test")) {
      assertThatThrownBy(() -> client.send(Request.get("/")))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("there is no such socket");
    }
  }

  @Test
  void neverSendsASecondHeaderLineInAValue() throws IOException {
    try (var hub = answering("HTTP/1.1 204 X\r\n\r\n");
        var client = client(hub)) {
      assertThatThrownBy(() -> client.send(Request.get("/").with("X", "a\r\nEvil: 1")))
          .hasMessageContaining("expected: one line");
    }
  }
}
