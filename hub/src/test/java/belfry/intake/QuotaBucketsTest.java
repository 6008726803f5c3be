package belfry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.journal.Busy;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotaBucketsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong();

  private QuotaBuckets buckets(Quotas quotas) {
    return new QuotaBuckets(quotas, now::get);
  }

  private static Quotas each(Quotas.Rate identity, Quotas.Rate project) {
    return new Quotas(identity, project, Map.of(), Map.of());
  }

  private static List<Item> items(String project, int count) {
    Event event = PlainDialect.event("/a", "1").toBuilder().project(project).build();
    return Collections.nCopies(count, new Item(0, event, 0, 0));
  }

  @Test
  void asManyEventsPerSecondAsTheRateAndNotOneMore() throws Exception {
    var buckets = buckets(each(new Quotas.Rate(10, 0), Quotas.Rate.UNLIMITED));
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 10; i++) {
        buckets.charge("ci", items("p", 1));
      }
      assertThatThrownBy(() -> buckets.charge("ci", items("p", 1)))
          .isInstanceOf(Busy.class)
          .hasMessageContaining("quota of identity ci is used up")
          .hasMessageContaining("at most 10 events");
      now.addAndGet(SECOND);
    }
  }

  @Test
  void theTimeToWaitIsEnough() throws Exception {
    var buckets = buckets(each(new Quotas.Rate(0, 1000), Quotas.Rate.UNLIMITED));
    buckets.charge("ci", items("p", 200));
    try {
      buckets.charge("ci", items("p", 1));
      throw new AssertionError("not busy");
    } catch (Busy e) {
      now.addAndGet(e.after().toNanos());
    }
    buckets.charge("ci", items("p", 1));
  }

  @Test
  void anotherIdentityAndWhoeverIsNamedHaveTheirOwn() throws Exception {
    var one = new Quotas.Rate(1, 0);
    var buckets =
        buckets(
            new Quotas(one, Quotas.Rate.UNLIMITED, Map.of("big", Quotas.Rate.UNLIMITED), Map.of()));
    buckets.charge("a", items("p", 1));
    buckets.charge("b", items("p", 1));
    for (int i = 0; i < 50; i++) {
      buckets.charge("big", items("p", 100));
    }
    assertThatThrownBy(() -> buckets.charge("a", items("p", 1))).isInstanceOf(Busy.class);
  }

  @Test
  void aUsedUpProjectTakesNothingFromTheIdentity() throws Exception {
    var buckets = buckets(each(new Quotas.Rate(2, 0), new Quotas.Rate(1, 0)));
    buckets.charge("ci", items("p", 1));
    assertThatThrownBy(() -> buckets.charge("ci", items("p", 1)))
        .hasMessageContaining("quota of project p");
    buckets.charge("ci", items("q", 1));
  }

  @Test
  void fullBucketsAreForgottenAtTheLimit() throws Exception {
    var buckets = buckets(each(new Quotas.Rate(1, 0), Quotas.Rate.UNLIMITED));
    for (int i = 0; i < QuotaBuckets.BUCKETS_MAX; i++) {
      buckets.charge("early" + i, items("p", 1));
    }
    buckets.charge("edge", items("p", 1));
    assertThat(buckets.identities()).isEqualTo(QuotaBuckets.BUCKETS_MAX + 1);
    now.addAndGet(2 * SECOND);
    buckets.charge("late", items("p", 1));
    assertThat(buckets.identities()).isEqualTo(1);
  }
}
