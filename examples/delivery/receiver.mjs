// Receives a webhook of Belfry, with the public library of Standard Webhooks 1.0: what is not
// signed with the secret is refused, what comes a second time is answered but not done again.
//
//   SECRET_FILE=secret node receiver.mjs [PORT]
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const BODY_BYTES_MAX = 2 * 1024 * 1024; // an event is 1 MiB at most, in JSON a little more
const webhook = new Webhook(readFileSync(process.env.SECRET_FILE, "utf8").trim());
const done = new Set(); // a real one keeps the ids where it keeps its work

function take(body, headers) {
  const event = webhook.verify(body, headers);
  const id = headers["webhook-id"];
  const again = done.has(id);
  done.add(id);
  console.log(`${again ? "again" : "event"} ${event.type} ${event.subject ?? ""}`);
}

const server = createServer((request, response) => {
  const parts = [];
  let bytes = 0;
  request.on("data", (part) => {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) {
      request.destroy();
    }
    parts.push(part);
  });
  request.on("end", () => {
    try {
      take(Buffer.concat(parts).toString("utf8"), request.headers);
      response.writeHead(204).end();
    } catch (error) {
      console.log(`refused ${error.message}`);
      response.writeHead(401).end(error.message);
    }
  });
});

server.listen(Number(process.argv[2] ?? 9000), "127.0.0.1", () =>
  console.log(`listening http://127.0.0.1:${server.address().port}/`),
);
