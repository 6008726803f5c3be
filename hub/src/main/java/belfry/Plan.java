package belfry;

import belfry.event.JournalId;
import belfry.format.Dialects;
import belfry.http.HttpServer;
import belfry.intake.IntakeSettings;
import belfry.intake.Projects;
import belfry.intake.Quotas;
import belfry.journal.FileJournal;
import belfry.journal.Retention;
import belfry.net.Network;
import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.sink.Means;
import belfry.sink.guard.Guard;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** From settings to what each part is set up with. */
final class Plan {
  private static final int SIDE_SEGMENT_BYTES = 16 << 20;

  private Plan() {}

  static FileJournal.Settings journal(Settings settings) {
    long bytes = settings.bytes(Setting.JOURNAL_SEGMENT_BYTES).orElse(-1);
    int min = FileJournal.Settings.SEGMENT_BYTES_MIN;
    int max = FileJournal.Settings.SEGMENT_BYTES_MAX;
    if (bytes < min || bytes > max) {
      throw new InvalidSettings(
          "journal.segment_bytes: "
              + settings.text(Setting.JOURNAL_SEGMENT_BYTES)
              + " (expected: "
              + min
              + " to "
              + max
              + " bytes)");
    }
    return FileJournal.Settings.DEFAULT.withSegmentBytes((int) bytes);
  }

  /** Journals of few or short-lived records. */
  static FileJournal.Settings sideJournal() {
    return FileJournal.Settings.DEFAULT.withSegmentBytes(SIDE_SEGMENT_BYTES);
  }

  /** What destinations are given. */
  static Means means(
      Settings settings, DataDirectory home, Dialects dialects, InstantSource clock) {
    var allowed = new ArrayList<Network>();
    for (String text : settings.list(Setting.DELIVERY_ALLOW_ADDRESSES)) {
      allowed.add(Network.parse(text).orElseThrow(() -> notANetwork(text)));
    }
    Path files =
        settings
            .given(Setting.DELIVERY_FILES)
            .map(path -> settings.data().resolve(path))
            .orElse(home.files());
    return new Means(dialects, clock, Guard.allowing(allowed), files);
  }

  private static InvalidSettings notANetwork(String text) {
    return new InvalidSettings(
        Setting.DELIVERY_ALLOW_ADDRESSES.key()
            + ": "
            + text
            + " (expected: networks such as 10.1.0.0/16 or fd00::/8)");
  }

  /**
   * What the journal of the events may forget.
   *
   * @param needed by partition what subscriptions have still to read
   */
  static Retention retention(Settings settings, SortedMap<Integer, Long> needed) {
    return new Retention(
        settings.duration(Setting.JOURNAL_RETENTION_AGE),
        settings.bytes(Setting.JOURNAL_RETENTION_BYTES),
        Map.of(),
        Optional.empty(),
        needed.values().stream().mapToLong(Long::longValue).min());
  }

  static IntakeSettings intake(Settings settings, DataDirectory home, JournalId journal) {
    var quotas =
        new Quotas(
            rate(settings, Setting.INGEST_IDENTITY_EVENTS, Setting.INGEST_IDENTITY_BYTES),
            rate(settings, Setting.INGEST_PROJECT_EVENTS, Setting.INGEST_PROJECT_BYTES),
            Map.of(),
            Map.of());
    return new IntakeSettings(journal.id().toString(), quotas, Optional.of(home.duplicates()));
  }

  private static Quotas.Rate rate(Settings settings, Setting events, Setting bytes) {
    return new Quotas.Rate(settings.number(events), settings.bytes(bytes).orElse(0));
  }

  /** From the text of a setting that is a mapping. */
  static Projects projects(String text) {
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    return switch (colon < 0 ? text : text.substring(0, colon)) {
      case "same" -> new Projects.SameName();
      case "prefix" -> new Projects.Prefixed(rest);
      default -> new Projects.Fixed(rest);
    };
  }

  static HttpServer.Listen listen(Settings settings) {
    return new HttpServer.Listen(
        settings.socket(),
        settings.given(Setting.SOCKET_GROUP),
        settings.httpAddress(),
        settings.on(Setting.HTTP_PRIVATE));
  }

  /** The names besides the loopback ones under which the hub may be called. */
  static Set<String> hosts(Settings settings) {
    var hosts = new TreeSet<>(settings.list(Setting.HTTP_HOSTS));
    settings.httpAddress().map(InetSocketAddress::getHostString).ifPresent(hosts::add);
    return hosts;
  }
}
