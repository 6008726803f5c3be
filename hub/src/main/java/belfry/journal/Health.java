package belfry.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a journal is.
 *
 * @param readOnly why nothing can be written any more; empty while all is well
 * @param damaged what cannot be read
 * @param tornBytes what was cut off the end when it was opened: never acknowledged
 * @param bytes on disk
 * @param segments how many files
 * @param unsealed how many of them wait to be compressed or are written
 * @param hidden erased entries whose bytes are still on disk
 * @param oldest recorded time of the oldest entry
 * @param end the offset after the newest durable entry
 */
public record Health(
    Optional<String> readOnly,
    List<Damage> damaged,
    long tornBytes,
    long bytes,
    int segments,
    int unsealed,
    int hidden,
    Optional<Instant> oldest,
    long end) {

  public Health {
    damaged = List.copyOf(damaged);
  }

  /**
   * One place that cannot be read.
   *
   * @param file the segment
   * @param position of the first wrong byte's block within the file
   * @param bytes how many; 0 if they are gone from the file
   * @param first the first offset concerned
   * @param end the offset after the last; equal to {@code first} if no entry is concerned
   * @param reason what was found
   */
  public record Damage(
      String file, long position, long bytes, long first, long end, String reason) {}
}
