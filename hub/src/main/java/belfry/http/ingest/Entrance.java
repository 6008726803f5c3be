package belfry.http.ingest;

import belfry.access.Caller;
import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Dialects;
import belfry.format.Raw;
import belfry.format.Uuids;
import belfry.http.Call;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.intake.IdempotencyKey;
import belfry.intake.Intake;
import belfry.intake.Projects;
import belfry.intake.Receipt;
import belfry.intake.Terms;
import belfry.journal.Busy;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What all ingest routes share: the caller's terms, and items made into {@link Raw}s.
 *
 * @param intake the one way in
 * @param dialects those that may be sent
 * @param projects where events go when the request does not say
 * @param clock when an item was received
 * @param random for ids of items that have none; one generator per thread
 */
public record Entrance(
    Intake intake,
    Dialects dialects,
    Supplier<Projects> projects,
    InstantSource clock,
    Supplier<RandomGenerator> random) {

  /** Longest Idempotency-Key. */
  static final int KEY_CHARS_MAX = 256;

  /** Dialects of what only the hub itself writes. */
  private static final Set<String> INTERNAL = Set.of("belfry", "native");

  /** Items of one dialect and how they came. */
  record Batch(String format, List<Payload> items, Map<String, String> attributes) {
    Batch(String format, List<Payload> items) {
      this(format, items, Map.of());
    }
  }

  /** Hands a batch in by the caller's terms and the query's project. */
  Receipt accept(Call call, Batch batch) throws Problem, Busy, IOException {
    return accept(call, batch, terms(call, batch, projects(call)));
  }

  /** All or nothing, to a project that was checked before. */
  Receipt acceptWhole(Call call, Batch batch, Projects target) throws Problem, Busy, IOException {
    return accept(call, batch, terms(call, batch, target).asAtomic());
  }

  private Receipt accept(Call call, Batch batch, Terms terms) throws Problem, Busy, IOException {
    return batch.items().isEmpty()
        ? new Receipt(List.of())
        : intake.accept(terms, raws(call, batch));
  }

  private static Terms terms(Call call, Batch batch, Projects target) {
    Caller caller = call.caller();
    return new Terms(
        caller.principal(),
        batch.format(),
        target,
        caller.projects(),
        Set.of(),
        Terms.Malformed.REFUSE,
        Terms.Conflict.REFUSE,
        call.params().truthy("atomic"));
  }

  /** The project of the query, the only one of the caller, or what the settings say. */
  private Projects projects(Call call) throws Problem {
    Optional<String> wanted = call.params().text("project");
    if (wanted.isPresent()) {
      return fixed(call, wanted.get());
    }
    Optional<Set<String>> bound = call.caller().projects();
    return bound.isPresent() && bound.get().size() == 1
        ? new Projects.Fixed(bound.get().iterator().next())
        : projects.get();
  }

  /** A project that the caller named; refused if it may not emit for it. */
  Projects fixed(Call call, String project) throws Problem {
    if (!call.caller().mayUse(project)) {
      throw call.deniedProject(project);
    }
    if (project.length() > Event.NAME_CHARS_MAX) {
      throw Problem.parameter(
          "project", project.length() + " characters", "at most " + Event.NAME_CHARS_MAX);
    }
    return new Projects.Fixed(project);
  }

  private List<Raw> raws(Call call, Batch batch) throws Problem {
    Origin origin = origin(call, batch.attributes());
    Instant now = clock.instant();
    Optional<IdempotencyKey> key = key(call);
    RandomGenerator chance = random.get();
    List<Payload> items = batch.items();
    var seen = new HashMap<Payload, Integer>();
    var raws = new ArrayList<Raw>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Payload item = items.get(i);
      int occurrence = items.size() == 1 ? 0 : seen.merge(item, 1, Integer::sum) - 1;
      String id = key.isPresent() ? key.get().id(i) : Uuids.ordered(now, chance).toString();
      raws.add(new Raw(item, origin, now, id, occurrence));
    }
    return raws;
  }

  private static Origin origin(Call call, Map<String, String> attributes) {
    Caller caller = call.caller();
    var all = new TreeMap<>(attributes);
    call.params().text("cluster").ifPresent(name -> all.put("cluster", name));
    return new Origin(
        caller.protocol().equals("unix") ? "unix" : "http",
        Optional.of(caller.principal()),
        Optional.of(call.address()),
        all);
  }

  private static Optional<IdempotencyKey> key(Call call) throws Problem {
    String key = call.header("Idempotency-Key").orElse("");
    if (key.length() > KEY_CHARS_MAX) {
      throw Problem.parameter(
          "Idempotency-Key", key.length() + " characters", "at most " + KEY_CHARS_MAX);
    }
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(new IdempotencyKey(call.caller().principal(), key));
  }

  /** Refuses a name that is no dialect. */
  void checkFormat(String format) throws Problem {
    if (INTERNAL.contains(format) || dialects.find(format).isEmpty()) {
      var known = new TreeSet<>(dialects.names());
      known.removeAll(INTERNAL);
      throw new Problem(
          ErrorCode.FORMAT_UNKNOWN,
          "format: " + format + " (expected: one of " + String.join(", ", known) + ")");
    }
  }
}
