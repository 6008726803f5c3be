package belfry.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.Webhooks;
import belfry.gluster.files.Webhooks.Webhook;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTest {
  private static final String URL = "http://127.0.0.1:9000/listen";

  @TempDir Path dir;
  private Folders folders = Folders.under(Path.of(""));
  private final MemoryDeliveries deliveries = new MemoryDeliveries();

  @BeforeEach
  void fresh() throws IOException {
    folders = Folders.under(dir);
    Files.createDirectories(folders.events());
  }

  @Test
  @Proves("gluster 18")
  void webhooksOfTheFileAreDeliveredToOldEntriesByTheirToken() throws Exception {
    given("{\"" + URL + "\": {\"token\": \"T\", \"secret\": \"\"}, \"http://old/\": \"OLD\"}");
    var shared = new Shared(folders, deliveries);
    assertThat(shared.read()).isEmpty();
    assertThat(deliveries.calls)
        .containsExactly("deliver " + URL + " T", "deliver http://old/ OLD");
    assertThat(shared.urls()).containsExactly(URL, "http://old/");
    given("{\"" + URL + "\": {\"token\": \"T2\", \"secret\": \"\"}}");
    shared.read();
    assertThat(deliveries.calls.subList(2, 4))
        .containsExactly("deliver " + URL + " T2", "end http://old/");
  }

  @Test
  void whatDidNotChangeIsNotTouchedNotEvenByARestart() throws Exception {
    given("{\"" + URL + "\": {\"token\": \"T\", \"secret\": \"\"}}");
    new Shared(folders, deliveries).read();
    var restarted = new Shared(folders, deliveries);
    restarted.read();
    restarted.read();
    assertThat(restarted.isStale()).isFalse();
    assertThat(deliveries.calls).hasSize(1);
  }

  @Test
  void whatTheHubChangedIsWrittenToTheFile() throws Exception {
    given(
        "{\""
            + URL
            + "\": {\"token\": \"T\", \"secret\": \"\", \"theirs\": 1}, \"http://b/\": \"\"}");
    var shared = new Shared(folders, deliveries);
    shared.read();
    deliveries.deliver(new Webhook(URL, "T2", ""));
    deliveries.end("http://b/");
    assertThat(shared.isStale()).isTrue();
    assertThat(shared.read()).isEmpty();
    assertThat(file())
        .hasContent("{\"" + URL + "\": {\"token\": \"T2\", \"secret\": \"\", \"theirs\": 1}}");
    assertThat(shared.isStale()).isFalse();
  }

  @Test
  @Proves("gluster 18")
  void aFileThatIsCorruptOrGoneLeavesTheLastGoodListInForce() throws Exception {
    given("{\"" + URL + "\": \"T\"}");
    var shared = new Shared(folders, deliveries);
    shared.read();
    given("{\"" + URL);
    assertThat(shared.read()).containsKey(Webhooks.FILE);
    Files.delete(file());
    assertThat(shared.read().get(Webhooks.FILE)).startsWith("webhooks.json: gone");
    assertThat(deliveries.calls).hasSize(1);
    assertThat(shared.urls()).containsExactly(URL);
    given("{}");
    assertThat(shared.read()).isEmpty();
    assertThat(deliveries.calls).last().isEqualTo("end " + URL);
  }

  @Test
  void aWebhookThatIsUnfitStaysInTheFileAndIsTriedAgain() throws Exception {
    given("{\"" + URL + "\": \"T\"}");
    deliveries.unfit = Set.of(URL);
    var shared = new Shared(folders, deliveries);
    for (int i = 0; i < 3; i++) {
      assertThat(shared.read()).containsEntry(URL, "url: refused");
      assertThat(shared.isStale()).isTrue();
    }
    assertThat(file()).hasContent("{\"" + URL + "\": \"T\"}");
    deliveries.unfit = Set.of();
    assertThat(shared.read()).isEmpty();
    assertThat(deliveries.calls).containsExactly("deliver " + URL + " T");
  }

  @Test
  @Proves("gluster 23")
  void settingsOfTheLogAreTheDefaultsWithWhatWasChanged() throws Exception {
    var shared = new Shared(folders, deliveries);
    assertThat(shared.wanted()).isEqualTo(new EventsLogWriter.Wanted(LogLevel.INFO, true));
    Files.createDirectories(folders.settings());
    Files.writeString(
        folders.settings().resolve(Config.DEFAULTS_FILE), "{\"log-level\": \"ERROR\"}");
    Files.writeString(folders.events().resolve(Config.FILE), "{\"disable-events-log\": true}");
    shared.read();
    assertThat(shared.wanted()).isEqualTo(new EventsLogWriter.Wanted(LogLevel.ERROR, false));
    Files.writeString(folders.events().resolve(Config.FILE), "{");
    assertThat(shared.read()).containsKey(Config.FILE);
    assertThat(shared.wanted().level()).isEqualTo(LogLevel.ERROR);
  }

  private Path file() {
    return folders.events().resolve(Webhooks.FILE);
  }

  private void given(String content) throws IOException {
    Files.writeString(file(), content);
  }
}
