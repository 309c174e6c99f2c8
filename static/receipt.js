// A button beside each receipt of a history that checks it here, with the browser's own cryptography.
// Without this script the receipt can be checked by hand: /about/receipts/ says how.
(() => {
  "use strict";
  if (!crypto.subtle) return;

  const bytesOf = (text) => new TextEncoder().encode(text);
  // RFC 7515, section 2. atob() also takes other letters for the same bytes: those are not what was signed.
  const fromBase64 = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const again = btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    if (again !== text) throw new Error("it is not written as a receipt is");
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const load = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} was not there`);
    return answer;
  };

  // What the receipt states, once its signature was found to hold.
  const claimsOf = async (receipt, keys) => {
    const [member] = receipt.signatures;
    const header = JSON.parse(new TextDecoder().decode(fromBase64(member.protected)));
    const jwk = keys.keys.find((each) => each.kid === header.kid);
    if (header.alg !== "Ed25519" || !jwk) throw new Error("it was signed with a key that this site does not name");
    const form = { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
    const key = await crypto.subtle.importKey("jwk", form, "Ed25519", false, ["verify"]);
    const signed = bytesOf(`${member.protected}.${receipt.payload}`);
    const holds = await crypto.subtle.verify("Ed25519", key, fromBase64(member.signature), signed);
    if (!holds) throw new Error("its signature does not hold");
    return { claims: JSON.parse(new TextDecoder().decode(fromBase64(receipt.payload))), kid: header.kid };
  };

  const check = async (base) => {
    const [receipt, keys] = await Promise.all(
      [`${base}receipt.json`, "/.well-known/jwks.json"].map(async (url) => (await load(url)).json()),
    );
    const { claims, kid } = await claimsOf(receipt, keys);
    const names = claims.signatures.map((each) => each.name).join(" and ");
    const said = [`The receipt holds: it was signed with the site’s key ${kid.slice(0, 8)}… and states edition ${claims.edition}, signed by ${names}.`];
    const text = await fetch(`${base}signed.json`);
    if (text.ok) {
      const digest = hexOf(await crypto.subtle.digest("SHA-256", await text.arrayBuffer()));
      if (digest !== claims.digest) throw new Error("the text is not the one that was signed");
      said.push("The SHA-256 of the text was computed here, and is the one in the receipt.");
    } else {
      said.push("The bytes of the text are not public yet, so the text was not compared.");
    }
    return said.join(" ");
  };

  for (const link of document.querySelectorAll("a[data-check]")) {
    const button = document.createElement("button");
    const answer = document.createElement("p");
    button.type = "button";
    button.className = "check";
    button.textContent = "Check it in this browser";
    button.setAttribute("aria-label", `Check it in this browser: ${link.textContent.trim().replace(/\s+/g, " ")}`);
    answer.setAttribute("role", "status");
    answer.className = "checked";
    button.addEventListener("click", async () => {
      button.disabled = true;
      answer.textContent = "Checking …";
      try {
        answer.textContent = await check(link.dataset.check);
      } catch (fault) {
        const known = fault.name === "NotSupportedError"
          ? "this browser cannot check Ed25519 signatures"
          : fault.message;
        answer.textContent = `Not confirmed: ${known}. The page “receipts” says how to check it by hand.`;
      }
      button.disabled = false;
      button.focus();
    });
    link.after(" ", button);
    link.closest("ul").after(answer);
  }
})();
