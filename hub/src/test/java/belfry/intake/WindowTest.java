package belfry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private record Known(long key, long content, Position position) {}

  /** Few different keys and slots that collide, against a plain queue. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersAsAQueueOfTheNewestWould(long seed) {
    var random = new Random(seed);
    int entriesMax = 1 << (2 + random.nextInt(5));
    var window = new Window(entriesMax);
    var model = new ArrayDeque<Known>();
    for (int i = 0; i < 4_000; i++) {
      long key = (long) random.nextInt(3 * entriesMax) * (random.nextBoolean() ? 1 : 1L << 32);
      long content = random.nextInt(2);
      var expected = find(model, key, content);
      assertThat(window.find(key, content).map(Object::toString))
          .as("seed %d, step %d", seed, i)
          .isEqualTo(expected);
      if (expected.isEmpty() || expected.get().equals("Other[]")) {
        var position = new Position(random.nextInt(3), i);
        window.add(key, content, position);
        model.add(new Known(key, content, position));
        if (model.size() > entriesMax) {
          model.remove();
        }
      }
      assertThat(window.size()).isEqualTo(model.size());
    }
    var all = new ArrayList<Known>();
    window.forEach((key, content, position) -> all.add(new Known(key, content, position)));
    assertThat(all).containsExactlyElementsOf(model);
  }

  private static Optional<String> find(Iterable<Known> model, long key, long content) {
    Optional<String> found = Optional.empty();
    for (Known known : model) {
      if (known.key() == key) {
        if (known.content() == content) {
          return Optional.of(new Window.Known.Same(known.position()).toString());
        }
        found = Optional.of("Other[]");
      }
    }
    return found;
  }

  @Test
  void theEntryBeforeTheLastMillionIsForgottenAndTheOneAfterItIsNot() {
    var window = new Window();
    for (long i = 0; i <= Window.ENTRIES_MAX; i++) {
      window.add(i * 0x9e3779b97f4a7c15L, 1, new Position(0, i));
    }
    assertThat(window.size()).isEqualTo(Window.ENTRIES_MAX);
    assertThat(window.find(0, 1)).isEmpty();
    assertThat(window.find(0x9e3779b97f4a7c15L, 1))
        .contains(new Window.Known.Same(new Position(0, 1)));
  }
}
