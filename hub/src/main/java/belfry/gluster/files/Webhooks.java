package belfry.gluster.files;

import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of a cluster in {@code webhooks.json}: {@code {"<url>": {"token": "…", "secret":
 * "…"}}}. Entries of old releases are the token alone. Members that we do not know stay.
 */
public final class Webhooks {
  public static final String FILE = "webhooks.json";

  private static final String TOKEN = "token";
  private static final String SECRET = "secret";

  private final JsonFile file;

  /**
   * @param folder the events directory of Gluster's working directory
   */
  public Webhooks(Path folder) {
    file = new JsonFile(folder.resolve(FILE));
  }

  /**
   * Who is told of events.
   *
   * @param url any text
   * @param token sent as it is; empty for none
   * @param secret makes the token instead; empty for none
   */
  public record Webhook(String url, String token, String secret) {
    /** What is sent: of a token beside a secret nothing is. */
    public Webhook effective() {
      return secret.isEmpty() ? this : new Webhook(url, "", secret);
    }

    /** Without what nobody may see. */
    @Override
    public String toString() {
      return "Webhook[" + url + "]";
    }
  }

  /** Whether there is a file. */
  public boolean exist() {
    return Files.exists(file.path());
  }

  /**
   * All of them by URL, in the order in which they were added.
   *
   * @throws Refusal if the file cannot be read
   */
  public SequencedMap<String, Webhook> all() throws Refusal {
    var all = new LinkedHashMap<String, Webhook>();
    file.read()
        .forEach((url, entry) -> all.put(url, new Webhook(url, token(entry), entry.text(SECRET))));
    return all;
  }

  private static String token(JsonValue entry) {
    return entry.isString() ? entry.text() : entry.text(TOKEN);
  }

  /**
   * Adds one, or makes it what is given.
   *
   * @throws Refusal if the file cannot be read or written
   */
  public void put(Webhook webhook) throws Refusal {
    file.change(
        webhooks -> webhooks.put(webhook.url(), entry(webhooks.get(webhook.url()), webhook)));
  }

  /**
   * In the order in which they were added.
   *
   * @throws Refusal if the file cannot be read
   */
  public List<String> urls() throws Refusal {
    return List.copyOf(file.read().keySet());
  }

  /**
   * Adds one; any text is taken as a URL, as the real program does.
   *
   * @param token empty for none
   * @param secret empty for none
   * @throws Refusal if it is there already
   */
  public void add(String url, String token, String secret) throws Refusal {
    file.change(
        webhooks -> {
          if (webhooks.containsKey(url)) {
            throw new Refusal(Refusal.EXISTS, "Webhook already exists");
          }
          webhooks.put(url, entry(null, new Webhook(url, token, secret)));
        });
  }

  /**
   * Changes what is given of one.
   *
   * @param token empty to leave it
   * @param secret empty to leave it
   * @throws Refusal if it is not there
   */
  public void modify(String url, String token, String secret) throws Refusal {
    file.change(webhooks -> webhooks.put(url, modified(existing(webhooks, url), token, secret)));
  }

  /**
   * @throws Refusal if it is not there
   */
  public void remove(String url) throws Refusal {
    file.change(
        webhooks -> {
          existing(webhooks, url);
          webhooks.remove(url);
        });
  }

  private static JsonValue existing(Map<String, JsonValue> webhooks, String url) throws Refusal {
    JsonValue webhook = webhooks.get(url);
    if (webhook == null) {
      throw new Refusal(Refusal.MISSING, "Webhook does not exists");
    }
    return webhook;
  }

  private static JsonValue modified(JsonValue old, String token, String secret) {
    var webhook =
        new Webhook(
            "", token.isEmpty() ? token(old) : token, secret.isEmpty() ? old.text(SECRET) : secret);
    return entry(old, webhook);
  }

  /** An entry in today's form, with what else stood in the old one. */
  private static JsonValue entry(@Nullable JsonValue old, Webhook webhook) {
    var json = new JsonWriter(JsonWriter.Style.PYTHON).beginObject();
    json.member(TOKEN, webhook.token()).member(SECRET, webhook.secret());
    if (old != null) {
      old.forEachMember(
          (name, value) -> {
            if (!name.equals(TOKEN) && !name.equals(SECRET)) {
              json.member(name, value);
            }
          });
    }
    return JsonFile.value(json.endObject());
  }
}
