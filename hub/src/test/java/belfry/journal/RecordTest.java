package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.testing.Samples;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RecordTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Payload SALT =
      Payload.owning(HEX.parseHex("000102030405060708090a0b0c0d0e0f"));

  @Test
  void anyEventComesBackAndItsEnvelopeIsWrittenTheSameAgain() throws Exception {
    var decoder = new EventDecoder();
    for (long seed = 0; seed < 2000; seed++) {
      Event event = new Samples(seed).any();
      RecordCursor record = record(event);
      assertThat(record.next()).isTrue();
      Event read = decoder.decode(record);
      assertThat(read).as("seed " + seed).isEqualTo(event);
      var again = new ByteWriter(64);
      new Envelope().write(read, again);
      assertThat(Payload.owning(again.toBytes())).as("seed " + seed).isEqualTo(record.envelope());
      assertThat(record.next()).isFalse();
    }
  }

  @Test
  void anUnknownFieldWithTheTagOfAKnownOneIsRefused() {
    var unknown = new java.util.TreeMap<Integer, Payload>();
    unknown.put(Envelope.FIRST_UNKNOWN - 1, Payload.EMPTY);
    Event event =
        Samples.event(1).toBuilder()
            .marks(new belfry.event.Marks(List.of(), false, unknown))
            .build();
    assertThatThrownBy(() -> record(event)).hasMessageContaining("tag 31 (expected: 32 or more)");
  }

  @Test
  void aRecordMayBeAsLargeAsTheLimitAndNoLarger() {
    Event small = Samples.event(1).toBuilder().data(Payload.EMPTY).build();
    int rest = Draft.of(List.of(small), new Random(1)).bytes() - BlockHeader.BYTES;
    Payload fits = Payload.owning(new byte[Draft.RECORD_BYTES_MAX - rest]);
    Draft.of(List.of(small.toBuilder().data(fits).build()), new Random(1));
    Payload tooLarge = Payload.owning(new byte[Draft.RECORD_BYTES_MAX]);
    assertThatThrownBy(
            () -> Draft.of(List.of(small.toBuilder().data(tooLarge).build()), new Random(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most " + Draft.RECORD_BYTES_MAX);
  }

  /** The same by other means: the words of the format, word for word. */
  @Test
  void theCommitmentIsWhatTheFormatSays() throws Exception {
    Payload envelope = Payload.of("envelope");
    Payload data = Payload.of("data");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SALT.toBytes(), "HmacSHA256"));
    byte[] a = sha256(mac.doFinal("a".getBytes(UTF_8)), envelope.toBytes());
    byte[] d = sha256(mac.doFinal("d".getBytes(UTF_8)), data.toBytes());
    var commitment = new Commitment();
    assertThat(commitment.of(SALT, envelope, data).toBytes())
        .isEqualTo(sha256(new byte[] {1}, a, d));
    assertThat(commitment.envelopeHalf(SALT, envelope).toBytes()).isEqualTo(a);
    assertThat(commitment.dataHalf(SALT, data).toBytes()).isEqualTo(d);
    assertThat(commitment.ofHalves(Payload.owning(a), Payload.owning(d)))
        .isEqualTo(commitment.of(SALT, envelope, data));
  }

  @Test
  void theTestVectorsOfTheFormatHold() throws Exception {
    Event event = Samples.event(7);
    var envelope = new ByteWriter(64);
    new Envelope().write(event, envelope);
    Payload a = Payload.owning(envelope.toBytes());
    var commitment = new Commitment();
    String page = Files.readString(Path.of("../docs/formats/journal.md"));
    for (var vector :
        List.of(new Payload[] {Payload.EMPTY, Payload.EMPTY}, new Payload[] {a, event.data()})) {
      String lines =
          "    salt "
              + hex(SALT)
              + "\n"
              + "    a    "
              + hex(vector[0])
              + "\n"
              + "    d    "
              + hex(vector[1])
              + "\n"
              + "    Ha   "
              + hex(commitment.envelopeHalf(SALT, vector[0]))
              + "\n"
              + "    Hd   "
              + hex(commitment.dataHalf(SALT, vector[1]))
              + "\n"
              + "    c    "
              + hex(commitment.of(SALT, vector[0], vector[1]))
              + "\n";
      assertThat(page).contains(lines);
    }
  }

  private static String hex(Payload bytes) {
    return HEX.formatHex(bytes.toBytes());
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** The only record of a draft, as it is on disk. */
  private static RecordCursor record(Event event) {
    Draft draft = Draft.of(List.of(event), new Random(1));
    ByteBuffer bytes = ByteBuffer.allocate(draft.bytes());
    var segment =
        new SegmentHeader(
            PartitionKind.EVENT,
            false,
            0,
            new belfry.event.JournalId(new java.util.UUID(1, 2), 1),
            99,
            0,
            0);
    draft.copyTo(bytes, new Draft.Place(segment, 128, 128, 5, 1_000));
    BlockHeader header = BlockHeader.read(bytes, 0).orElseThrow();
    return new RecordCursor(
        new Block(
            header, bytes.array(), BlockHeader.BYTES, BlockHeader.BYTES + header.storedBytes()));
  }
}
