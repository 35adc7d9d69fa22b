// Uploads a quarter of a gigabyte three times, ten files of 25 MB at once: films, pictures of 12 and of 24 megapixels. Prints how many MB the
// server's memory grew at its peak, for each:  node upload.mjs PORT HOST FOLDER PID
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { crc32, deflateSync } from "node:zlib";

const [port, host, folder, pid] = process.argv.slice(2);
const MB = 1024 * 1024;
const first = (name) => readFileSync(`${folder}/${name}.txt`, "utf8").split("\n")[0].split(" ");
const [[token, ward], [category, service]] = [first("members"), first("services")];

const send = (path, headers, parts) => new Promise((resolve, reject) => {
  const length = parts.reduce((all, part) => all + part.length, 0);
  const sent = request({ method: "POST", path, port, host: "127.0.0.1", headers: { host, "content-length": length, ...headers } }, (response) => {
    const answer = [];
    response.on("data", (part) => answer.push(part)).on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(answer).toString() }));
  });
  sent.on("error", reject);
  for (const part of parts) sent.write(part);
  sent.end();
});

async function raise() {
  const query = "mutation($input: RaiseCaseInput!) { raiseCase(input: $input) { case { reference } } }";
  const body = Buffer.from(JSON.stringify({ query, variables: { input: { summary: "A street under water", category, service, ward } } }));
  const { text } = await send("/graphql", { authorization: `Bearer ${token}`, "content-type": "application/json" }, [body]);
  return JSON.parse(text).data.raiseCase.case.reference;
}

// 25 MB each, less what stands around the file.
const film = (number) => {
  const bytes = Buffer.alloc(25 * MB - 1024, number + 1);
  bytes.write("\0\0\0\x14ftypisom\0\0\0\0isom", "latin1");
  return bytes;
};

const chunk = (kind, data) => {
  const named = Buffer.concat([Buffer.from(kind), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
};

// Grey, with a remark that makes it as large as a photo full of leaves.
const picture = (width, height) => (number) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = chunk("IDAT", deflateSync(Buffer.alloc((width * 3 + 1) * height, 0), { level: 1 }));
  const remark = chunk("reMk", Buffer.alloc(25 * MB - 4096 - pixels.length, number + 1));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), remark, pixels, chunk("IEND", Buffer.alloc(0))]);
};

const status = (field) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

async function upload(extension, make) {
  const reference = await raise();
  const files = Array.from({ length: 10 }, (_, number) => make(number));
  const part = (head, body) => [Buffer.from(`--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), body, Buffer.from("\r\n")];
  const parts = [
    ...part('name="audience"', Buffer.from("case")),
    ...files.flatMap((file, number) => part(`name="file"; filename="${number}.${extension}"`, file)),
    Buffer.from("--x--\r\n"),
  ];
  // Forgets the peak so far.
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  const before = status("VmRSS");
  const headers = { cookie: `session=${token}`, "sec-fetch-site": "same-origin", "content-type": "multipart/form-data; boundary=x" };
  const answer = await send(`/cases/${reference}/files`, headers, parts);
  const growth = Math.max(0, status("VmHWM") - before);
  const query = "query($reference: String!) { case(reference: $reference) { files { name } } }";
  const asked = Buffer.from(JSON.stringify({ query, variables: { reference } }));
  const { text } = await send("/graphql", { authorization: `Bearer ${token}`, "content-type": "application/json" }, [asked]);
  const kept = JSON.parse(text).data.case.files.length;
  if (answer.status !== 303 || kept !== files.length) throw new Error(`${answer.status}: ${kept} files are kept`);
  return growth;
}

// What the first upload brings into memory for good is not of the others.
await upload("mp4", (number) => film(number).subarray(0, 100_000));
const grown = [await upload("mp4", film), await upload("png", picture(4000, 3000)), await upload("png", picture(6000, 4000))];
console.log(grown.map((mb) => mb.toFixed(0)).join(" "));
