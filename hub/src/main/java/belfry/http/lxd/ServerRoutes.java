package belfry.http.lxd;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;

/** {@code GET /}, {@code GET /1.0} and {@code /1.0/projects}, as LXD has them. */
public final class ServerRoutes {
  /** Only what is served: clients decide by it what to ask for. */
  static final List<String> API_EXTENSIONS =
      List.of(
          "certificate_project",
          "certificate_token",
          "event_lifecycle",
          "event_lifecycle_name_and_project",
          "event_lifecycle_requestor_address",
          "event_location",
          "event_project",
          "event_security",
          "explicit_trust_token",
          "projects",
          "belfry_events_filter",
          "belfry_events_resume",
          "belfry_ingest",
          "belfry_search");

  private static final String PATH = "/1.0/projects";

  private final About about;
  private final Supplier<SortedMap<String, String>> config;
  private final ProjectNames projects;

  /**
   * What the server says about itself.
   *
   * @param name of the server
   * @param version of the program
   * @param reach asked whenever a client asks
   */
  public record About(String name, String version, Supplier<Reach> reach) {}

  /** Which projects there are. */
  public interface ProjectNames {
    /** Those that the caller may see, sorted. */
    SortedSet<String> of(Caller caller) throws Problem, Busy, IOException, InterruptedException;
  }

  public ServerRoutes(
      About about, Supplier<SortedMap<String, String>> config, ProjectNames projects) {
    this.about = about;
    this.config = config;
    this.projects = projects;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/", call -> Reply.sync(Payload.of("[\"/1.0\"]"))),
        Endpoint.open("GET", "/1.0", this::server),
        Endpoint.of(Role.READ, "GET", PATH, this::projects),
        Endpoint.of(Role.READ, "GET", PATH + "/{name}", this::project));
  }

  private Reply server(Call call) {
    boolean trusted = call.caller().trusted();
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 1024).beginObject();
    if (trusted) {
      json.key("config").beginObject();
      config.get().forEach(json::member);
      json.endObject();
    }
    texts(json, "api_extensions", API_EXTENSIONS);
    json.member("api_status", "stable").member("api_version", "1.0");
    json.member("auth", trusted ? "trusted" : "untrusted").member("public", false);
    Reach reach = about.reach().get();
    boolean tls = !reach.addresses().isEmpty();
    texts(json, "auth_methods", tls ? List.of("tls", "bearer") : List.of("bearer"));
    if (trusted) {
      json.member("auth_user_name", call.caller().username());
      json.member("auth_user_method", call.caller().protocol());
      environment(json, reach);
    }
    return Reply.sync(json.endObject().payload());
  }

  /** The keys that stock clients read. */
  private void environment(JsonWriter json, Reach reach) {
    json.key("environment").beginObject();
    texts(json, "addresses", reach.addresses());
    texts(json, "architectures", List.of(System.getProperty("os.arch", "")));
    json.member("certificate", reach.certificate());
    json.member("certificate_fingerprint", reach.fingerprint());
    json.member("kernel", System.getProperty("os.name", ""));
    json.member("kernel_version", System.getProperty("os.version", ""));
    json.member("project", "default");
    json.member("server", "belfry").member("server_clustered", false);
    json.member("server_event_mode", "full-mesh");
    json.member("server_name", about.name());
    json.member("server_pid", ProcessHandle.current().pid());
    json.member("server_version", about.version());
    json.endObject();
  }

  private static void texts(JsonWriter json, String key, List<String> values) {
    json.key(key).beginArray();
    values.forEach(json::string);
    json.endArray();
  }

  private Reply projects(Call call) throws Problem, Busy, IOException, InterruptedException {
    boolean objects = call.params().number("recursion", 0, 0, 2) > 0;
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    for (String name : projects.of(call.caller())) {
      if (objects) {
        object(json, name);
      } else {
        json.string(PATH + "/" + encoded(name));
      }
    }
    return Reply.sync(json.endArray().payload());
  }

  private Reply project(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = call.variable("name");
    if (!projects.of(call.caller()).contains(name)) {
      throw new Problem(
          ErrorCode.PROJECT_NOT_FOUND,
          "Project not found: " + name + " (expected: one of " + PATH + ")");
    }
    var json = new JsonWriter(JsonWriter.Style.COMPACT);
    object(json, name);
    return Reply.sync(json.payload());
  }

  private static void object(JsonWriter json, String name) {
    json.beginObject().member("name", name).member("description", "");
    json.key("config").beginObject().endObject();
    json.key("used_by").beginArray().endArray();
    json.endObject();
  }

  private static String encoded(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
