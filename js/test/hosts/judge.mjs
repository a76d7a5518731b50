/** What every host does with the package: judges cases, reads a compressed stream. It knows of no host. */

/**
 * @param {typeof import("falconet")} falconet
 * @param {{ cases: object[], gzip: string, damaged: string, followed: string }} given
 */
export async function judge(falconet, { cases, gzip, damaged, followed }) {
  const results = [];
  for (const one of cases) results.push({ name: one.name, ...(await judgeCase(falconet, one)) });
  return { results, streamed: await streamed(falconet, gzip), damage: await streamed(falconet, damaged), rest: await streamed(falconet, followed) };
}

async function judgeCase({ Ruleset, RulesetError }, { request, inputs }) {
  const { files, settings, hostname, evt_hostname: evtHostname, utc_offset_seconds: utcOffsetSeconds } = request;
  try {
    const rules = await Ruleset.load(files, { settings, hostname, evtHostname, utcOffsetSeconds });
    const lines = rules.scanLines(inputs.map(fromBase64));
    const statistics = new TextEncoder().encode(rules.statistics());
    rules.dispose();
    return { exit: 0, stdout: [lines, statistics].map(toBase64) };
  } catch (error) {
    if (!(error instanceof RulesetError)) throw error;
    return { exit: 1, stdout: [] };
  }
}

const RULES = "- {rule: r, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail}";

/** How many alerts a compressed stream gives that is cut in pieces, and how it ends. */
async function streamed({ Ruleset }, text) {
  const rules = await Ruleset.load([{ name: "r", text: RULES }]);
  const bytes = fromBase64(text);
  const pieces = new ReadableStream({
    start(controller) {
      for (let start = 0; start < bytes.length; start += 100) controller.enqueue(bytes.slice(start, start + 100));
      controller.close();
    },
  });
  let alerts = 0;
  try {
    for await (const alert of rules.stream(pieces)) alerts += alert.rule === "r" ? 1 : 0;
    return { alerts };
  } catch (error) {
    return { alerts, code: error.code, message: error.message };
  } finally {
    rules.dispose();
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function toBase64(bytes) {
  let signs = "";
  for (let start = 0; start < bytes.length; start += 8192) signs += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(signs);
}
