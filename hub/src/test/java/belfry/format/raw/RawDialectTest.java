package belfry.format.raw;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Kind;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawDialectTest {
  private static final RawDialect NATIVE = new RawDialect();

  @Test
  void keepsBytesThatAreNoProtocolWithTheReason() throws Exception {
    byte[] bytes = {'x', (byte) 0xfe, 0};
    Origin origin =
        Origin.of("gluster").with(Map.of("reason", "datagram: one word", "dialect", "gluster"));
    DecodedEntry decoded =
        DecodedEntry.of(
            NATIVE,
            new Raw(
                Payload.copyOf(bytes), origin, DecodedEntry.RECORDED, DecodedEntry.FRESH_ID, 0));

    assertThat(decoded.event().type()).isEqualTo("belfry.malformed");
    assertThat(decoded.event().kind()).isEqualTo(Kind.MALFORMED);
    assertThat(decoded.event().severity()).isEqualTo(Severity.WARN);
    assertThat(decoded.event().source()).isEqualTo("/belfry/gluster");
    assertThat(decoded.event().time()).isEqualTo(DecodedEntry.RECORDED);
    assertThat(decoded.audit().error()).isEqualTo("datagram: one word");
    assertThat(decoded.audit().details().text())
        .isEqualTo("{\"connector\":\"gluster\",\"bytes\":3,\"dialect\":\"gluster\"}");
    assertThat(decoded.content().text()).isEqualTo("x\ufffd\0");
    assertThat(NATIVE.encoder().encode(decoded).toBytes()).isEqualTo(bytes);
  }
}
