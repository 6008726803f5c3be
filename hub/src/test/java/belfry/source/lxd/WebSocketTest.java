package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.source.lxd.WebSocket.Message;
import belfry.testing.Proves;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebSocketTest {
  private static final String EVENTS = "/1.0/events?all-projects=true";

  @TempDir Path dir;
  private FakeLxd lxd;

  @BeforeEach
  void start() throws IOException {
    lxd = FakeLxd.start(dir.resolve("s"));
  }

  @AfterEach
  void stop() throws IOException {
    lxd.close();
  }

  private Server server(Duration silence) {
    return new Server(new LxdAddress.Unix(dir.resolve("s")), new LxcFolder(dir, "none"), silence);
  }

  private WebSocket open() throws IOException, Malformed {
    return server(Duration.ofSeconds(20)).events(new Random(1));
  }

  private static Message text(String text) {
    return new Message.Text(Payload.of(text));
  }

  @Test
  @Proves("lxd 31")
  void pingsAreAnsweredWithWhatTheyCarry() throws Exception {
    try (WebSocket socket = open()) {
      lxd.sendFrame(FakeLxd.PING, "keepalive".getBytes(UTF_8));
      lxd.sendFrame(FakeLxd.PING, new byte[0]);
      assertThat(socket.next()).isEqualTo(new Message.Alive());
      assertThat(socket.next()).isEqualTo(new Message.Alive());
      assertThat(lxd.received()).isEqualTo(Map.entry(FakeLxd.PONG, "keepalive"));
      assertThat(lxd.received()).isEqualTo(Map.entry(FakeLxd.PONG, ""));
    }
  }

  @Test
  void aCloseIsEchoedAndTold() throws Exception {
    try (WebSocket socket = open()) {
      lxd.sendFrame(FakeLxd.CLOSE, "\u0003\u00e9going".getBytes(ISO_8859_1));
      assertThat(socket.next()).isEqualTo(new Message.Closed(1001, "going"));
      assertThat(lxd.received()).isEqualTo(Map.entry(FakeLxd.CLOSE, "\u0003\u00e9going"));
    }
  }

  @Test
  void aCloseWithoutACodeIsOneToo() throws Exception {
    try (WebSocket socket = open()) {
      lxd.sendFrame(FakeLxd.CLOSE, new byte[0]);
      assertThat(socket.next()).isEqualTo(new Message.Closed(1005, ""));
    }
  }

  @Test
  void leavingSaysGoodbye() throws Exception {
    WebSocket socket = open();
    lxd.send("{}");
    socket.close();
    assertThat(lxd.received()).isEqualTo(Map.entry(FakeLxd.CLOSE, "\u0003\u00e9"));
  }

  @Test
  void fragmentsAreJoinedAndPingsMayComeBetweenThem() throws Exception {
    try (WebSocket socket = open()) {
      lxd.sendFrame(0x01, "{\"a\"".getBytes(UTF_8));
      lxd.sendFrame(FakeLxd.PING, new byte[0]);
      lxd.sendFrame(0x00, ":".getBytes(UTF_8));
      lxd.sendFrame(0x80, "1}".getBytes(UTF_8));
      lxd.sendFrame(FakeLxd.BINARY, "{}".getBytes(UTF_8));
      assertThat(socket.next()).isEqualTo(new Message.Alive());
      assertThat(socket.next()).isEqualTo(text("{\"a\":1}"));
      assertThat(socket.next()).isEqualTo(text("{}"));
    }
  }

  @Test
  void aMessageOfTheLimitIsKeptAndALargerOneIsThrownAwayAndCounted() throws Exception {
    try (WebSocket socket = open()) {
      var sending =
          Thread.startVirtualThread(
              () -> {
                try {
                  lxd.sendFrame(FakeLxd.TEXT, new byte[WebSocket.MESSAGE_BYTES_MAX]);
                  lxd.sendFrame(FakeLxd.TEXT, new byte[WebSocket.MESSAGE_BYTES_MAX + 1]);
                  lxd.sendFrame(0x01, new byte[WebSocket.MESSAGE_BYTES_MAX]);
                  lxd.sendFrame(0x80, new byte[2]);
                  lxd.send("next");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(socket.next())
          .isEqualTo(new Message.Text(Payload.owning(new byte[WebSocket.MESSAGE_BYTES_MAX])));
      assertThat(socket.next()).isEqualTo(new Message.TooLarge(WebSocket.MESSAGE_BYTES_MAX + 1));
      assertThat(socket.next()).isEqualTo(new Message.TooLarge(WebSocket.MESSAGE_BYTES_MAX + 2));
      assertThat(socket.next()).isEqualTo(text("next"));
      sending.join();
    }
  }

  @Test
  void whatIsNotTheProtocolIsRefused() throws Exception {
    refused(new byte[] {(byte) 0xc1, 0}, "reserved bits");
    refused(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}, "masked");
    refused(new byte[] {(byte) 0x80, 0}, "opcode 0 outside a message");
    refused(new byte[] {0x01, 0, (byte) 0x81, 0}, "opcode 1 within a message");
    refused(new byte[] {(byte) 0x83, 0}, "opcode 3");
    refused(new byte[] {(byte) 0x8b, 0}, "opcode 11");
    refused(new byte[] {0x09, 0}, "in fragments");
    refused(new byte[] {(byte) 0x89, 126, 0, (byte) 126}, "control frame: 126 bytes");
    refused(new byte[] {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0}, "highest bit");
  }

  private void refused(byte[] bytes, String text) throws Exception {
    lxd.drop();
    try (WebSocket socket = open()) {
      lxd.sendBytes(bytes);
      assertThatThrownBy(
              () -> {
                while (true) {
                  socket.next();
                }
              })
          .isInstanceOf(Malformed.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  void aControlFrameOfTheLimitIsAnswered() throws Exception {
    try (WebSocket socket = open()) {
      lxd.sendFrame(FakeLxd.PING, new byte[WebSocket.CONTROL_BYTES_MAX]);
      assertThat(socket.next()).isEqualTo(new Message.Alive());
      assertThat(lxd.received().getValue()).hasSize(WebSocket.CONTROL_BYTES_MAX);
    }
  }

  @Test
  void aServerThatGoesWithoutACloseIsToldOf() throws Exception {
    try (WebSocket socket = open()) {
      lxd.send("last");
      lxd.drop();
      assertThat(socket.next()).isEqualTo(text("last"));
      assertThatThrownBy(socket::next)
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("without a Close");
    }
  }

  @Test
  void aServerThatSaysNothingIsLeft() throws Exception {
    try (WebSocket socket = server(Duration.ofMillis(300)).events(new Random(1))) {
      lxd.send("last");
      assertThat(socket.next()).isEqualTo(text("last"));
      assertThatThrownBy(socket::next)
          .isInstanceOf(IOException.class)
          .hasMessage("nothing came for 300 ms");
    }
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    lxd.answerWhole(EVENTS, FakeLxd.refusal(403, "not authorized"));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage("GET " + EVENTS + ": 403 not authorized");
    lxd.answerWhole(EVENTS, "HTTP/1.1 400 Bad Request\r\nContent-Length: 12\r\n\r\nBad Request\n");
    assertThatThrownBy(this::open).hasMessage("GET " + EVENTS + ": 400 Bad Request");
  }

  @Test
  void anAnswerWithTheWrongAcceptOrNoHttpIsRefused() {
    lxd.acceptWith("wrong");
    assertThatThrownBy(this::open)
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("Sec-WebSocket-Accept: wrong (expected: ");
    lxd.answerWhole(EVENTS, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(Malformed.class)
        .hasMessage("answer: SSH-2.0-OpenSSH_9.2 (expected: HTTP/1.1 STATUS)");
  }

  @Test
  void theHeadOfAnAnswerHasALimit() throws Exception {
    String fits = "HTTP/1.0 200 OK\r\nX: \r\n\r\n";
    String most = "x".repeat(Head.BYTES_MAX - fits.length());
    String head = "HTTP/1.0 200 OK\r\nX: " + most + "\r\n\r\n";
    lxd.answerWhole("/", head + "{\"metadata\":1}");
    assertThat(server(Duration.ofSeconds(20)).get("/").text()).isEqualTo("1");
    lxd.answerWhole("/", head.replace("X: ", "X:  ") + "{\"metadata\":1}");
    assertThatThrownBy(() -> server(Duration.ofSeconds(20)).get("/"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("longer than 16384 bytes");
  }

  @Test
  void theBodyOfAnAnswerHasALimit() throws Exception {
    String fits = "{\"metadata\":\"\"}";
    String most = "x".repeat(Answer.BODY_BYTES_MAX - fits.length());
    lxd.answerWhole("/", "HTTP/1.0 200 OK\r\n\r\n{\"metadata\":\"" + most + "\"}");
    assertThat(server(Duration.ofSeconds(20)).get("/").text()).hasSize(most.length());
    lxd.answerWhole("/", "HTTP/1.0 200 OK\r\n\r\n{\"metadata\":\"" + most + "x\"}");
    assertThatThrownBy(() -> server(Duration.ofSeconds(20)).get("/"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a body over 16777216 bytes");
  }
}
