// Receipts read by `jose`, which knows nothing of this site: `node jose_check.mjs FILE`.
// FILE: {"jwks": …, "receipts": {address: receipt}}. Prints what is amiss, a line each.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, modules] = process.argv.slice(2);
const { createLocalJWKSet, generalVerify } = await import(
  pathToFileURL(createRequire(`${modules}/`).resolve("jose")).href
);
const { jwks, receipts } = JSON.parse(readFileSync(file, "utf8"));
const keys = createLocalJWKSet(jwks);

async function holds(receipt) {
  try {
    await generalVerify(receipt, keys, { algorithms: ["Ed25519"] });
    return true;
  } catch {
    return false;
  }
}

function changed(receipt) {
  const claims = JSON.parse(Buffer.from(receipt.payload, "base64url").toString("utf8"));
  claims.edition += 1;
  return { ...receipt, payload: Buffer.from(JSON.stringify(claims)).toString("base64url") };
}

for (const [address, receipt] of Object.entries(receipts)) {
  if (!(await holds(receipt))) console.log(`${address}: its signature does not hold for jose`);
  if (await holds(changed(receipt))) console.log(`${address}: a changed one holds for jose`);
}
