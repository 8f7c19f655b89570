// `startElsewhere`: a site of another origin, whose page has axios; and `startProxy`, which stands before a
// server and takes headers away.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { fileURLToPath } from "node:url";

const AXIOS = fileURLToPath(new URL("../node_modules/axios/dist/axios.min.js", import.meta.url));

const PAGE = '<!DOCTYPE html><html lang="en"><title>Elsewhere</title><script src="/axios.js"></script>';

/** Serves the page on an origin of its own. */
export async function startElsewhere() {
  const axios = await readFile(AXIOS);
  return listen((incoming, outgoing) => {
    const isScript = incoming.url === "/axios.js";
    outgoing.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    outgoing.end(isScript ? axios : PAGE);
  });
}

/** Passes everything on to `origin`, and its answers back without the header of this name. */
export async function startProxy(origin, hidden) {
  return listen((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(origin + url, { method, headers }, (answer) => {
      const { [hidden]: _, ...shown } = answer.headers;
      outgoing.writeHead(answer.statusCode, shown);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
}

async function listen(answer) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
