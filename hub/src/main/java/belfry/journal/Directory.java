package belfry.journal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens what is in a journal's directory. */
final class Directory {
  private static final Logger LOG = System.getLogger(Directory.class.getName());
  private static final Pattern SEGMENT =
      Pattern.compile("([0-9a-f]{4})-([0-9a-f]{16})\\.(open|sealed)");

  private final Disk disk;
  private final Path home;
  private final Identity identity;
  private final RandomGenerator random;

  /**
   * What was found.
   *
   * @param active the segment to go on in, if there is one
   * @param end the offset of the next entry
   * @param newestMicros no later entry may be recorded before
   * @param tornBytes how much was cut off the end
   */
  record Opened(
      Path home,
      Identity identity,
      Segments segments,
      Optional<Active> active,
      long end,
      long newestMicros,
      long tornBytes) {}

  /** The segment to go on in. */
  record Active(ActiveFile file, Segment segment, long writePosition) {}

  private record Named(String name, boolean sealed) {}

  Directory(Disk disk, Path home, Identity identity, RandomGenerator random) {
    this.disk = disk;
    this.home = home;
    this.identity = identity;
    this.random = random;
  }

  Opened open(FileJournal.Settings settings) throws IOException {
    NavigableMap<Long, Named> names = clean();
    var segments = new Segments();
    var recovery = new Recovery(disk, home, identity, random);
    var sealedFile = new SealedFile(disk, identity);
    Optional<Active> active = Optional.empty();
    long end = 0;
    long newest = Long.MIN_VALUE;
    long torn = 0;
    for (var entry : names.entrySet()) {
      long first = entry.getKey();
      Path path = home.resolve(entry.getValue().name());
      Long behind = names.higherKey(first);
      OptionalLong expectedEnd = behind == null ? OptionalLong.empty() : OptionalLong.of(behind);
      Segment segment;
      if (entry.getValue().sealed()) {
        segment = sealedFile.open(path, first, expectedEnd);
      } else {
        Recovery.Recovered found = recovery.recover(path, first, expectedEnd);
        segment = found.segment();
        torn += found.cutBytes();
        if (behind == null && isOurs(segment)) {
          active = Optional.of(resume(found, settings));
        } else {
          segment.complete();
        }
      }
      report(segment);
      segments.put(segment);
      if (expectedEnd.isPresent() && segment.end().offset() < expectedEnd.getAsLong()) {
        segment.lose(
            new Lost(segment.end().offset(), expectedEnd.getAsLong(), 0, 0, "segment missing"));
      }
      end = segment.end().offset();
      newest = Math.max(newest, segment.end().newestMicros());
    }
    if (torn > 0) {
      LOG.log(Level.WARNING, "torn tail cut: {0} bytes in {1}", torn, home);
    }
    return new Opened(home, identity, segments, active, end, newest, torn);
  }

  /** A segment of an older incarnation is never continued. */
  private boolean isOurs(Segment segment) {
    return segment.header().incarnation() == identity.journal().incarnation();
  }

  private Active resume(Recovery.Recovered found, FileJournal.Settings settings)
      throws IOException {
    Path path = found.segment().path();
    var file =
        new ActiveFile(
            disk,
            path,
            disk.change(path),
            settings.segmentBytes(),
            found.size(),
            settings.reserveBytes());
    return new Active(file, found.segment(), found.writePosition());
  }

  private static void report(Segment segment) {
    for (Lost lost : segment.lost()) {
      LOG.log(Level.ERROR, "journal damaged: {0} {1}", segment, lost);
    }
  }

  /** Deletes what was not finished; the names of the segments by their first offset. */
  private NavigableMap<Long, Named> clean() throws IOException {
    var names = new TreeMap<Long, Named>();
    List<String> unfinished = new ArrayList<>();
    for (String name : disk.list(home)) {
      Matcher segment = SEGMENT.matcher(name);
      if (name.endsWith(".tmp") || name.endsWith(SpaceAhead.SPARE)) {
        unfinished.add(name);
      } else if (segment.matches()) {
        if (!segment.group(1).equals("0000")) {
          throw new IOException(
              home.resolve(name) + ": of partition " + segment.group(1) + " (expected: 0000)");
        }
        long first = Long.parseUnsignedLong(segment.group(2), 16);
        // "open" sorts before "sealed", which counts if both are there.
        Named before = names.put(first, new Named(name, segment.group(3).equals("sealed")));
        if (before != null) {
          unfinished.add(before.name());
        }
      }
    }
    for (String name : unfinished) {
      disk.delete(home.resolve(name));
    }
    return names;
  }
}
