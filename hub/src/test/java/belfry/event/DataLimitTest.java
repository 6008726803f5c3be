package belfry.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DataLimitTest {

  @Test
  void dataHaveOneMebibyteAndNotOneByteMore() throws Exception {
    Event event = event("i").data(Payload.owning(new byte[Event.DATA_BYTES_MAX])).build();
    assertThat(event.checked()).isSameAs(event);

    assertThatThrownBy(
            () -> event("i").data(Payload.owning(new byte[(1 << 20) + 1])).build().checked())
        .isInstanceOf(InvalidEvent.class)
        .hasMessage("data: 1048577 bytes (expected: at most 1048576 bytes)");
  }

  @Test
  void namesHaveLimits() throws Exception {
    event("x".repeat(256)).subject("x".repeat(2048)).build().checked();

    assertThatThrownBy(() -> event("x".repeat(257)).build().checked())
        .hasMessage("id: 257 characters (expected: 1 to 256 characters)");
    assertThatThrownBy(() -> event("i").subject("x".repeat(2049)).build().checked())
        .hasMessage("subject: 2049 characters (expected: 1 to 2048 characters)");
    assertThatThrownBy(() -> event("i").location("a\nb").build().checked())
        .hasMessage("location: control character U+000A (expected: none)");
    assertThatThrownBy(() -> event("").build().checked()).hasMessageStartingWith("id: empty");
  }

  private static EventBuilder event(String id) {
    return Event.of(id, "/s", "t", Instant.EPOCH, "plain", Payload.EMPTY);
  }
}
