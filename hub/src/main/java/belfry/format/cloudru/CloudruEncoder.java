package belfry.format.cloudru;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Encoder;

/** Original bytes for what came as Cloud.ru's, the documented record for all else. */
final class CloudruEncoder implements Encoder {
  private final RecordEncoder records =
      new RecordEncoder(RecordEncoder.Spelling.CAMEL, RecordEncoder.Shape.DOCUMENTED);

  @Override
  public Payload encode(Decoded decoded) {
    Event event = decoded.entry().event();
    return event.format().equals(CloudruDialect.NAME) ? event.data() : records.encode(decoded);
  }

  @Override
  public String contentType() {
    return records.contentType();
  }
}
