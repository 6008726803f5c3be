package belfry.settings;

/** The reference page of all settings; {@code docs/reference/settings.md} is its text. */
public final class SettingsPage {
  private SettingsPage() {}

  public static String markdown() {
    var out = new StringBuilder();
    out.append("# Settings\n\n");
    out.append("Made from `belfry.settings.Setting`; a test fails when this page is stale.\n\n");
    out.append("A setting is looked for in the settings file, then in the environment, then on");
    out.append(" the command line;\nthe later wins. In the file, keys may be written with dots or");
    out.append(" nested by family. An unknown key is a\nfailed start that names the line and the");
    out.append(" nearest name. `belfry serve --check` only reads and checks.\n");
    out.append("On SIGHUP the file is read again; what changes at once says so here.\n\n");
    out.append("| setting | environment | value | default | takes effect |\n");
    out.append("|---|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      out.append("| `").append(setting.key()).append("` | `").append(setting.variable());
      out.append("` | ").append(setting.shape().text()).append(" | ");
      out.append(setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`").append(" | ");
      out.append(setting.change() == Setting.Change.LIVE ? "at once" : "at the next start");
      out.append(" |\n");
    }
    for (Setting setting : Setting.values()) {
      out.append("\n## ").append(setting.key()).append("\n\n");
      out.append(setting.description()).append('\n');
    }
    return out.toString();
  }
}
