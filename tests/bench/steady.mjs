// Sends requests at a constant rate, whatever the answers take, and prints p50 and p99 in milliseconds, counted from when a
// request was due:  node steady.mjs WORKLOAD PORT HOST FOLDER REQUESTS PER_SECOND
//
// WORKLOAD is `raise` (GraphQL), `home` (the page) or `full` (the page of a case with 200 events and 30 files). With PER_SECOND 0, each request waits for the answer to the one before.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

const [workload, port, host, folder, requests, perSecond] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const pairs = (name) => readFileSync(`${folder}/${name}.txt`, "utf8").trim().split("\n").map((line) => line.split(" "));
const [members, services, full] = [pairs("members"), pairs("services"), pairs("full")];

const person = (name, number) => ({
  title: "Mx", name, phone: `01632 9601${number}`, email: `resident${number}@mail.example`, address: `${number} Mill Lane`,
  preferredContact: "phone", consent: true,
});

const workloads = {
  raise(turn) {
    const [token, ward] = members[turn % members.length];
    const [category, service] = services[turn % services.length];
    const input = {
      summary: "Deep hole in the road outside the school", details: "Parents have told me about it for two weeks. A child fell "
        + "off a bicycle this morning, so please have it made safe soon.", place: "Mill Lane, by the school gate",
      category, service, ward, people: [person("Grace Fielding", 11), person("Hamid Grange", 12)],
    };
    const query = "mutation($key: String!, $input: RaiseCaseInput!) { raiseCase(input: $input, idempotencyKey: $key) "
      + "{ case { reference } problems { field } refusal { code } } }";
    const body = JSON.stringify({ query, variables: { key: randomUUID(), input } });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    return { method: "POST", path: "/graphql", headers, body, wanted: '"reference"' };
  },
  home(turn) {
    const headers = { cookie: `session=${members[turn % members.length][0]}`, "accept-encoding": "gzip" };
    return { method: "GET", path: "/", headers, wanted: "</html>" };
  },
  full(turn) {
    const [token, reference] = full[turn % full.length];
    const headers = { cookie: `session=${token}`, "accept-encoding": "gzip" };
    return { method: "GET", path: `/cases/${reference}`, headers, wanted: "photo-30.jpg" };
  },
};

function send({ body, wanted, headers, ...options }) {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, agent, port, host: "127.0.0.1", headers: { host, ...headers } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("end", () => {
        const answered = performance.now();
        const whole = Buffer.concat(parts);
        const text = (response.headers["content-encoding"] === "gzip" ? gunzipSync(whole) : whole).toString();
        if (response.statusCode === 200 && text.includes(wanted)) resolve(answered);
        else reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    sent.on("error", reject).end(body);
  });
}

async function timed(turn, due) {
  return await send(workloads[workload](turn)) - due;
}

// The first ones open connections and fill caches; they are not counted.
for (let turn = 0; turn < members.length; turn += 1) await timed(turn, 0);

const taken = [];
const start = performance.now();
for (let turn = 0; turn < Number(requests); turn += 1) {
  if (Number(perSecond) === 0) {
    taken.push(timed(turn, performance.now()));
    await taken[turn];
  } else {
    const due = start + (turn * 1000) / Number(perSecond);
    await sleep(Math.max(0, due - performance.now()));
    taken.push(timed(turn, due));
  }
}
const sorted = (await Promise.all(taken)).sort((a, b) => a - b);
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
console.log(`${at(0.5)} ${at(0.99)}`);
agent.destroy();
