package belfry.http.journal;

import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.http.Call;
import belfry.http.Moments;
import belfry.http.Params;
import belfry.http.Problem;
import java.time.Instant;
import java.util.Optional;

/** What searches and histograms have in common: filter, project and range. */
record Asked(Filter filter, Optional<Instant> since, Optional<Instant> until) {

  static Asked of(Call call, Instant now) throws Problem {
    Params params = call.params();
    Optional<Instant> since = moment(params, "since", now);
    Optional<Instant> until = moment(params, "until", now);
    return new Asked(filter(call, now), since, until);
  }

  private static Optional<Instant> moment(Params params, String name, Instant now) throws Problem {
    Optional<String> text = params.text(name);
    return text.isPresent() ? Optional.of(Moments.parse(name, text.get(), now)) : Optional.empty();
  }

  private static Filter filter(Call call, Instant now) throws Problem {
    String text = call.params().text("filter").orElse("");
    Optional<String> project = call.params().text("project");
    if (project.isPresent() && !call.caller().mayUse(project.get())) {
      throw call.deniedProject(project.get());
    }
    try {
      Filter filter = text.isBlank() ? Filter.ALL : Filter.parse(text, now);
      return project.isPresent() ? inProject(filter, project.get(), now) : filter;
    } catch (InvalidFilter e) {
      throw Problem.filter(e);
    }
  }

  /** The filter was read by itself before, so its columns are the caller's. */
  private static Filter inProject(Filter filter, String project, Instant now) throws InvalidFilter {
    String quoted = "\"" + project.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    String both = "project = " + quoted;
    return Filter.parse(
        filter.equals(Filter.ALL) ? both : both + " AND (" + filter.text() + ")", now);
  }
}
