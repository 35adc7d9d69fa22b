// The audit of graphql-http against our endpoint: `node audit.mjs URL TOKEN`. Fails when a MUST is not kept.
import { serverAudits } from "graphql-http";

const [url, token] = process.argv.slice(2);
const fetchFn = (address, init = {}) =>
  fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

let passed = 0;
let failed = 0;
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  if (result.status === "ok") {
    passed += 1;
  } else {
    const must = audit.name.startsWith("MUST");
    failed += must ? 1 : 0;
    console.log(`${must ? "FAILED" : "note"}: ${audit.name}: ${result.reason ?? ""}`);
  }
}
console.log(`${passed} audits passed, ${failed} MUSTs failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
