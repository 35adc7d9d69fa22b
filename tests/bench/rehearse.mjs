// Rehearses a routing that sends every case to one team over the council's last year, and prints how many cases that were and how
// many seconds it took:  node rehearse.mjs PORT HOST FOLDER
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const [port, host, folder] = process.argv.slice(2);
const token = readFileSync(`${folder}/admin.txt`, "utf8").trim();

const ask = (query, variables) => new Promise((resolve, reject) => {
  const body = JSON.stringify({ query, variables });
  const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  request({ method: "POST", path: "/graphql", port, host: "127.0.0.1", headers }, (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part)).on("end", () => {
      const { data, errors } = JSON.parse(Buffer.concat(parts).toString());
      if (errors) reject(new Error(JSON.stringify(errors)));
      else resolve(data);
    });
  }).on("error", reject).end(body);
});

const setup = "setup { id version settings } refusal { message }";
const { beginPluginSetup: begun } = await ask(`mutation { beginPluginSetup(inForce: "routing") { ${setup} } }`);
if (begun.refusal) throw new Error(begun.refusal.message);
const { rows } = begun.setup.settings;
const settings = { ...begun.setup.settings, rows: rows.map((row) => ({ ...row, group: rows[0].group })) };
const { savePluginSetup: saved } = await ask(
  `mutation($id: String!, $version: Int!, $settings: JSON!) { savePluginSetup(id: $id, version: $version, settings: $settings) { ${setup} } }`,
  { id: begun.setup.id, version: begun.setup.version, settings },
);
if (saved.refusal) throw new Error(saved.refusal.message);
const start = performance.now();
const { rehearsePlugin: { rehearsal } } = await ask("mutation($id: String!) { rehearsePlugin(id: $id) { rehearsal { id } } }", { id: saved.setup.id });
for (;;) {
  const { pluginRehearsal: now } = await ask("query($id: String!) { pluginRehearsal(id: $id) { state done } }", { id: rehearsal.id });
  if (now.state === "done") {
    console.log(`${now.done} ${((performance.now() - start) / 1000).toFixed(1)}`);
    break;
  }
  if (now.state !== "waiting") throw new Error(`the rehearsal ended as ${now.state}`);
  await sleep(100);
}
await ask("mutation($id: String!, $version: Int!) { discardPluginSetup(id: $id, version: $version) { refusal { message } } }", { id: saved.setup.id, version: saved.setup.version });
