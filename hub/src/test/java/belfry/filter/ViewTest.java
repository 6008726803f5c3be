package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.event.Payload;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
  private static Event event(String type, String project) {
    return Event.of("e", "/lxd/c", type, Instant.EPOCH, "lxd", Payload.EMPTY)
        .project(project)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "lxd.lifecycle.instance-created, shop, true",
    "lxd.lifecycle.instance-created, default, false",
    "lxd.operation, shop, true",
    "gluster.VOLUME_CREATE, shop, true",
    "lxd.logging, shop, false",
    "lxd.ovn, shop, false",
    "lxd.security.authn_login_fail, shop, false",
  })
  void aRightOnAProjectShowsItsEventsAndNothingOfTheServer(
      String type, String project, boolean seen) {
    assertThat(View.of(Set.of("shop", "blog")).sees(event(type, project))).isEqualTo(seen);
    assertThat(View.ALL.sees(event(type, project))).isTrue();
    assertThat(View.NONE.sees(event(type, project))).isFalse();
  }

  @Test
  void aViewIsAValue() {
    assertThat(View.of(Set.of("a", "b"))).isEqualTo(View.of(Set.of("b", "a")));
  }
}
