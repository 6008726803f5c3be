package belfry.cli.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.cli.wire.EventStream.Sent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static List<Sent> events(String text) throws IOException {
    var stream = new EventStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
    var events = new ArrayList<Sent>();
    for (var sent = stream.next(); sent.isPresent(); sent = stream.next()) {
      events.add(sent.get());
    }
    return events;
  }

  @Test
  void readsFieldsWithEveryLineEnd() throws IOException {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      String text = "id: 7\nevent: end\ndata: a\ndata:b\ndata\n\n:\nretry: 5\ndata: é\n\n";
      assertThat(events(text.replace("\n", end)))
          .containsExactly(new Sent("7", "end", "a\nb\n"), new Sent("7", "message", "é"));
    }
  }

  @Test
  void remembersAnIdWithoutDataAndDropsAnUnfinishedEvent() throws IOException {
    var stream =
        new EventStream(new ByteArrayInputStream(":\nid: 9\n\ndata: half".getBytes(UTF_8)));
    assertThat(stream.next()).isEmpty();
    assertThat(stream.lastId()).isEqualTo("9");
  }

  @Test
  void refusesALineThatNeverEnds() {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    var text = new SequenceInputStream(new ByteArrayInputStream("data: ".getBytes(UTF_8)), endless);
    assertThatThrownBy(() -> new EventStream(text).next())
        .hasMessageContaining("a line over " + EventStream.LINE_BYTES_MAX);
  }
}
