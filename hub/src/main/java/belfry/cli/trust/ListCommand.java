package belfry.cli.trust;

import belfry.cli.print.Columns;
import belfry.cli.print.Columns.Cell;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import belfry.tls.Pem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List trusted clients",
    description = {
      "",
      "Prints each client that is trusted by its certificate: its name, the beginning of the",
      "fingerprint, the projects it is restricted to, and when the certificate was issued and",
      "expires.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry trust list",
      "  belfry trust list --format json | jq -r .fingerprint",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
  private static final int SHOWN_DIGITS = 12;

  private final Shell shell;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      Request all = Request.get(TrustGroup.PATH + "?recursion=1");
      List<JsonValue> clients = Answer.metadata(HubOptions.ask(client, all)).elements();
      switch (format) {
        case json -> clients.forEach(shell.out()::println);
        case table -> shell.out().print(table(clients));
      }
      return Exit.DONE;
    }
  }

  private Columns table(List<JsonValue> clients) {
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("NAME", "FINGERPRINT", "PROJECTS", "ISSUED", "EXPIRES");
    for (JsonValue client : clients) {
      String fingerprint = client.text("fingerprint");
      Optional<X509Certificate> certificate = certificate(client);
      columns.row(
          Cell.of(client.text("name"), Paint.Ink.NOTE),
          Cell.of(fingerprint.substring(0, Math.min(SHOWN_DIGITS, fingerprint.length()))),
          Cell.of(projects(client)),
          Cell.of(date(certificate.map(X509Certificate::getNotBefore))),
          Cell.of(date(certificate.map(X509Certificate::getNotAfter))));
    }
    return columns;
  }

  private static String projects(JsonValue client) {
    boolean restricted = client.get("restricted").map(v -> v.text().equals("true")).orElse(false);
    String names =
        client.get("projects").map(JsonValue::elements).orElse(List.of()).stream()
            .map(JsonValue::text)
            .collect(Collectors.joining(","));
    return !restricted ? "all" : names.isEmpty() ? "none" : names;
  }

  private static Optional<X509Certificate> certificate(JsonValue client) {
    try {
      return Pem.certificates(client.text("certificate")).stream().findFirst();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private String date(Optional<Date> date) {
    return date.map(day -> LocalDate.ofInstant(day.toInstant(), shell.zone()).toString())
        .orElse("");
  }
}
