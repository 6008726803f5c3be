package belfry.registry.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import belfry.event.Payload;
import belfry.registry.Key;
import belfry.registry.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
  private static final Key OPS = new Key("subscriptions", "ops");
  private static final String FIELD = "/sink/password";
  private static final String HUNTER = "hunter2-ü";

  @TempDir Path home;
  private Vault vault;

  @BeforeEach
  void open() throws Exception {
    vault = open("key", 1);
  }

  private Vault open(String file, long seed) throws Exception {
    return Vault.open(home.resolve(file), new Random(seed), Map.of("TOKEN", "from env"));
  }

  private String seal(String secret) throws Refused {
    return vault.seal(OPS, FIELD, new Secret(secret));
  }

  @Test
  void opensWhatItSealedAlsoAfterARestart() throws Exception {
    String sealed = seal(HUNTER);
    assertThat(sealed).startsWith("belfry:v1:").doesNotContain("hunter");
    assertThat(vault.open(OPS, FIELD, sealed).reveal()).isEqualTo(HUNTER);
    assertThat(open("key", 2).open(OPS, FIELD, sealed).reveal()).isEqualTo(HUNTER);
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() throws Exception {
    var seen = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      assertThat(seen.add(seal(HUNTER))).isTrue();
    }
  }

  @Test
  void theKeyIsMadeOnceForItsOwnerAlone() throws Exception {
    Path file = home.resolve("key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String text = Files.readString(file);
    open("key", 2);
    assertThat(file).hasContent(text);
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void ofManyWhoMakeTheKeyAtOnceAllGetTheSame() throws Exception {
    for (int round = 0; round < 10; round++) {
      Path file = home.resolve("round-" + round);
      var keys = new HashSet<String>();
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        var all = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < 8; i++) {
          var random = new Random(i);
          all.add(pool.submit(() -> KeyFile.readOrMake(file, random)));
        }
        for (Future<byte[]> one : all) {
          keys.add(Base64.getEncoder().encodeToString(one.get()));
        }
      }
      assertThat(keys).hasSize(1);
    }
    try (var files = Files.list(home)) {
      assertThat(files).hasSize(11); // and nothing half-made
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------"})
  void aKeyThatOthersMayReadIsRefused(String mode) throws Exception {
    Files.setPosixFilePermissions(home.resolve("key"), PosixFilePermissions.fromString(mode));
    assertThatIOException()
        .isThrownBy(() -> open("key", 1))
        .withMessageContaining(mode + " (expected: rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "belfry-key-v1 ", "belfry-key-v1 AAAA", "belfry-key-v1 %%%%"})
  void aDamagedKeyIsAFailedStart(String content) throws Exception {
    Files.writeString(home.resolve("key"), content);
    assertThatIOException()
        .isThrownBy(() -> open("key", 1))
        .withMessageContaining("key: not a key (expected: one line");
  }

  @Test
  void anotherKeyIsToldByItsName() throws Exception {
    String sealed = seal(HUNTER);
    Vault other = open("other", 2);
    assertUnreadable(() -> other.open(OPS, FIELD, sealed), "sealed with key ", "restore the key");
  }

  private static void assertUnreadable(Callable<Secret> attempt, String... parts) {
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(attempt::call)
        .withMessageStartingWith("subscriptions/")
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("/sink/password: ")
                    .contains(parts)
                    .doesNotContain("hunter"));
  }

  @Test
  void whatWasChangedAnywhereCannotBeOpened() throws Exception {
    byte[] sealed = Base64.getDecoder().decode(seal(HUNTER).substring(10));
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertUnreadable(() -> vault.open(OPS, FIELD, text(changed)), "(expected: ");
      byte[] cut = Arrays.copyOf(sealed, at);
      assertUnreadable(() -> vault.open(OPS, FIELD, text(cut)), "damaged or moved");
    }
    assertUnreadable(() -> vault.open(OPS, FIELD, "belfry:v1:%%"), "damaged or moved");
  }

  private static String text(byte[] sealed) {
    return "belfry:v1:" + Base64.getEncoder().encodeToString(sealed);
  }

  @Test
  void whatWasMovedCannotBeOpened() throws Exception {
    String sealed = seal(HUNTER);
    var mallory = new Key("subscriptions", "mallory");
    assertUnreadable(() -> vault.open(mallory, FIELD, sealed), "damaged or moved");
    var settings = new Key("settings", "ops");
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> vault.open(settings, FIELD, sealed));
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> vault.open(OPS, "/sink/url", sealed))
        .withMessageStartingWith("subscriptions/ops /sink/url: ");
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> vault.seal(mallory, FIELD, new Secret(sealed)));
    assertThat(seal(sealed)).isEqualTo(sealed);
  }

  @Test
  void whatIsStoredInTheClearIsNotTaken() {
    assertUnreadable(() -> vault.open(OPS, FIELD, HUNTER), "in the clear");
  }

  @Test
  void referencesAreKeptAndLookedAtWhenUsed() throws Exception {
    Path file = home.resolve("secret");
    assertThat(seal("env:TOKEN")).isEqualTo("env:TOKEN");
    assertThat(seal("file:" + file)).isEqualTo("file:" + file);
    assertThat(vault.open(OPS, FIELD, "env:TOKEN").reveal()).isEqualTo("from env");
    for (String content : new String[] {"one\n", "two\r\n", "three", "four\n\n", ""}) {
      Files.writeString(file, content);
      assertThat(vault.open(OPS, FIELD, "file:" + file).reveal())
          .isEqualTo(content.replaceFirst("\r?\n$", ""));
    }
  }

  @Test
  void referencesThatLeadNowhereAreToldByName() throws Exception {
    assertUnreadable(() -> vault.open(OPS, FIELD, "env:NONE"), "env:NONE is not set");
    String none = "file:" + home.resolve("none");
    assertUnreadable(() -> vault.open(OPS, FIELD, none), none + " is not there");
    assertUnreadable(() -> vault.open(OPS, FIELD, "file:" + home), " is not there, or no file");
    Files.write(home.resolve("bytes"), new byte[] {(byte) 0xff});
    String bytes = "file:" + home.resolve("bytes");
    assertUnreadable(() -> vault.open(OPS, FIELD, bytes), "is not text (expected: UTF-8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env:", "env:hunter two", "env:1", "file:", "file:hunter", "file:./a"})
  void referencesWithoutTheirShapeAreRefused(String reference) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> seal(reference))
        .withMessageStartingWith("subscriptions/ops /sink/password: not a")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter"));
    assertUnreadable(() -> vault.open(OPS, FIELD, reference), "not a reference");
  }

  @Test
  void aSecretOfTheLimitIsTakenAndNotOneByteMore() throws Exception {
    String longest = "x".repeat(Vault.SECRET_BYTES_MAX);
    assertThat(vault.open(OPS, FIELD, seal(longest)).reveal()).isEqualTo(longest);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> seal(longest + "x"))
        .withMessage("subscriptions/ops /sink/password: 16385 bytes (expected: at most 16384)");
    Path file = home.resolve("secret");
    Files.writeString(file, longest);
    assertThat(vault.open(OPS, FIELD, "file:" + file).reveal()).isEqualTo(longest);
    Files.writeString(file, longest + "x");
    assertUnreadable(() -> vault.open(OPS, FIELD, "file:" + file), "at most 16384 bytes");
  }

  @Test
  void aSecretNeverShowsItself() {
    Secret secret = new Secret(HUNTER);
    assertThat(secret).hasToString("***").isEqualTo(new Secret(HUNTER));
    assertThat(secret).isNotEqualTo(new Secret("other")).hasSameHashCodeAs(new Secret("other"));
    assertThat("%s".formatted(secret)).isEqualTo("***");
  }

  @Test
  void fieldsOfADocumentAreSealedAndTheRestStays() throws Exception {
    Payload given =
        Payload.of(
            "{\"b\":1.50,\"sink\":{\"password\":\"hunter2\",\"keys\":[\"k0\",\"hunter3\"]},"
                + "\"big\":123456789012345678901234567890,\"a/b\":\"hunter4\",\"n\":null}");
    Set<String> fields = Set.of(FIELD, "/sink/keys/1", "/a~1b", "/n", "/not/there");
    Payload stored = vault.seal(OPS, given, fields);
    assertThat(stored.text())
        .doesNotContain("hunter")
        .startsWith("{\"b\":1.50,\"sink\":{\"password\":\"belfry:v1:")
        .contains("\"keys\":[\"k0\",\"belfry:v1:")
        .contains(",\"big\":123456789012345678901234567890,\"a/b\":\"belfry:v1:");
    assertThat(vault.open(OPS, FIELD, stored).reveal()).isEqualTo("hunter2");
    assertThat(vault.open(OPS, "/sink/keys/1", stored).reveal()).isEqualTo("hunter3");
    assertThat(vault.open(OPS, "/a~1b", stored).reveal()).isEqualTo("hunter4");
    assertThat(vault.seal(OPS, stored, fields)).isEqualTo(stored);
    assertUnreadable(() -> vault.open(OPS, FIELD, Payload.of("{}")), "not there");
  }

  @Test
  void aFieldThatIsNoTextIsRefused() {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> vault.seal(OPS, Payload.of("{\"pin\":1234}"), Set.of("/pin")))
        .withMessage("/pin: not a text (expected: a secret is one)");
  }

  @Test
  void maskedAndGivenBackTheSecretStaysWhatItWas() throws Exception {
    Payload given = Payload.of("{\"u\":1,\"sink\":{\"password\":\"hunter2\",\"token\":\"env:T\"}}");
    Set<String> fields = Set.of(FIELD, "/sink/token");
    Payload stored = vault.seal(OPS, given, fields);
    Payload shown = Vault.masked(stored, fields);
    assertThat(shown.text())
        .isEqualTo("{\"u\":1,\"sink\":{\"password\":\"***\",\"token\":\"env:T\"}}");
    Payload changed = Payload.of(shown.text().replace("\"u\":1", "\"u\":2"));
    Payload again = vault.seal(OPS, changed, fields, stored);
    assertThat(again.text()).isEqualTo(stored.text().replace("\"u\":1", "\"u\":2"));
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> vault.seal(OPS, changed, fields, Payload.of("{}")))
        .withMessageContaining("/sink/password: masked (expected: the secret, it is new)");
  }
}
