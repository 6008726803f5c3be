package belfry.http.live;

import belfry.access.Caller;
import belfry.event.Cursor;
import belfry.event.Event;
import belfry.event.InvalidCursor;
import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.format.Dialects;
import belfry.http.Call;
import belfry.http.ErrorCode;
import belfry.http.Moments;
import belfry.http.Params;
import belfry.http.Problem;
import belfry.journal.Busy;
import belfry.journal.Journal;
import belfry.tail.Start;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** The parameters of {@code GET /1.0/events}, read and checked. */
public final class Asking {
  private static final Pattern INCUS = Pattern.compile("Incus\\b.*");
  private static final Pattern OLD_CLIENT =
      Pattern.compile("LXD (?:[0-5]\\.\\d+|6\\.[0-8])\\b.*|" + INCUS);
  private static final String EARLIEST = "earliest";
  private static final String OUR_FORMAT = "belfry";

  private final Journal journal;
  private final Dialects dialects;
  private final ProjectCheck projects;
  private final InstantSource clock;
  private final Choices choices;

  /** What the operator chose; asked for every new listener. */
  public record Choices(BooleanSupplier foreign, BooleanSupplier sparesOldClients) {}

  /** Whether there is such a project. */
  @FunctionalInterface
  public interface ProjectCheck {
    boolean exists(String project) throws Busy, IOException, InterruptedException;
  }

  public Asking(
      Journal journal,
      Dialects dialects,
      ProjectCheck projects,
      InstantSource clock,
      Choices choices) {
    this.journal = journal;
    this.dialects = dialects;
    this.projects = projects;
    this.clock = clock;
    this.choices = choices;
  }

  /**
   * @param ours whether it is our own stream, where no type means all there are
   */
  Wanted wanted(Call call, boolean ours) throws Problem, Busy, IOException, InterruptedException {
    Optional<Set<LxdType>> types = types(call, ours);
    Optional<String> project = project(call);
    String format = format(call, ours);
    if (dialects.find(format).isEmpty()) {
      throw Problem.parameter("format", format, "one of " + String.join(", ", dialects.names()));
    }
    return new Wanted(
        types, project, choices.foreign().getAsBoolean(), filter(call), start(call), format);
  }

  private static String format(Call call, boolean ours) {
    return call.params()
        .text("format")
        .map(name -> name.equals("json") ? OUR_FORMAT : name)
        .orElse(ours ? OUR_FORMAT : "lxd");
  }

  private Optional<Set<LxdType>> types(Call call, boolean ours) throws Problem {
    Optional<String> text = call.params().text("type");
    if (text.isEmpty()) {
      return ours ? Optional.empty() : Optional.of(standardTypes(call));
    }
    var types = EnumSet.noneOf(LxdType.class);
    for (String word : text.get().split(",", -1)) {
      types.add(LxdType.parse(word).orElseThrow(() -> unsupported(word)));
    }
    if (!call.caller().view().everything()
        && types.stream().anyMatch(LxdType.PRIVILEGED::contains)) {
      throw new Problem(ErrorCode.ROLE_MISSING, "Forbidden", new Problem.Where("type", 0));
    }
    return Optional.of(types);
  }

  private static Problem unsupported(String word) {
    String shown = word.length() > 80 ? word.substring(0, 80) + "…" : word;
    return new Problem(
        ErrorCode.EVENT_TYPE,
        "\""
            + shown
            + "\" is not a supported event type (expected: lifecycle, logging, operation,"
            + " ovn, security, network-acl)",
        new Problem.Where("type", 0));
  }

  private Set<LxdType> standardTypes(Call call) {
    String agent = call.header("User-Agent").orElse("");
    var types = EnumSet.copyOf(LxdType.STANDARD);
    if (INCUS.matcher(agent).matches()) {
      types.add(LxdType.NETWORK_ACL);
    }
    if (OLD_CLIENT.matcher(agent).matches() && choices.sparesOldClients().getAsBoolean()) {
      types.removeAll(LxdType.UNKNOWN_TO_OLD_CLIENTS);
    }
    return types;
  }

  /** Empty for all. */
  private Optional<String> project(Call call)
      throws Problem, Busy, IOException, InterruptedException {
    Params params = call.params();
    Caller caller = call.caller();
    Optional<String> named = params.text("project");
    if (params.truthy("all-projects")) {
      if (named.isPresent()) {
        throw new Problem(
            ErrorCode.PARAMETER, "Cannot specify a project when requesting all projects");
      }
      return Optional.empty();
    }
    if (named.isEmpty() && !caller.mayUse(Event.DEFAULT_PROJECT)) {
      return Optional.empty();
    }
    String project = named.orElse(Event.DEFAULT_PROJECT);
    if (!caller.mayUse(project)) {
      throw call.deniedProject(project);
    }
    if (!projects.exists(project)) {
      throw new Problem(
          ErrorCode.PROJECT_NOT_FOUND,
          "Project not found: " + project + " (expected: one of /1.0/projects)",
          new Problem.Where("project", 0));
    }
    return Optional.of(project);
  }

  private static Filter filter(Call call) throws Problem {
    Optional<String> text = call.params().text("filter");
    if (text.isEmpty()) {
      return Filter.ALL;
    }
    try {
      return Filter.standing(text.get());
    } catch (InvalidFilter e) {
      throw Problem.filter(e);
    }
  }

  /** The header of a browser that comes back beats the query it was first given. */
  private Start start(Call call) throws Problem {
    Params params = call.params();
    Optional<String> cursor =
        call.header("Last-Event-ID")
            .filter(id -> !id.isEmpty())
            .or(() -> params.text("cursor"))
            .or(() -> params.text("last_event_id"));
    Optional<String> since = params.text("since");
    if (cursor.isPresent() && params.text("cursor").isPresent() && since.isPresent()) {
      throw Problem.parameter("since", since.get(), "either cursor or since");
    }
    if (cursor.isPresent()) {
      return cursor.get().equals(EARLIEST) ? new Start.Oldest() : new Start.At(at(cursor.get()));
    }
    return since.isPresent()
        ? new Start.Since(Moments.parse("since", since.get(), clock.instant()))
        : new Start.Now();
  }

  private Cursor at(String text) throws Problem {
    Cursor cursor;
    try {
      cursor = Cursor.decode(text, journal.id());
    } catch (InvalidCursor e) {
      throw new Problem(
          ErrorCode.CURSOR, String.valueOf(e.getMessage()), new Problem.Where("cursor", 0));
    }
    var left = new TreeMap<>(cursor.next());
    boolean expired = false;
    for (Journal.Partition partition : journal.partitions()) {
      if (cursor.next(partition.number()) < partition.oldest()) {
        left.put(partition.number(), partition.oldest());
        expired = true;
      }
    }
    if (expired) {
      throw new Problem(
              ErrorCode.EXPIRED,
              "cursor: gone by retention (expected: the oldest that is left, or later)",
              new Problem.Where("cursor", 0))
          .detail("oldest", new Cursor(journal.id(), left).encoded());
    }
    return cursor;
  }
}
