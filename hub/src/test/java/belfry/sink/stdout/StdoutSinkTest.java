package belfry.sink.stdout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.testing.SinkContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StdoutSinkTest extends SinkContract {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  protected SinkKind kind() {
    return new StdoutKind(new PrintStream(bytes, false, UTF_8));
  }

  @Override
  protected String settings() {
    return "{\"format\": \"gluster\"}";
  }

  @Override
  protected String failing() {
    return "";
  }

  @Override
  protected List<String> arrived() {
    return bytes.toString(UTF_8).lines().toList();
  }

  @Override
  protected List<String> keys() {
    return arrived();
  }

  @Test
  void readerThatHasGoneIsARetry() throws Exception {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var kind = new StdoutKind(new PrintStream(broken, false, UTF_8));
    try (Sink sink = kind.read(json(settings()), means()).open()) {
      assertThat(sink.deliver(List.of(entry("gv1")))).isInstanceOf(Outcome.Retry.class);
    }
  }
}
