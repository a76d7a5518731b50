/** Events of these sources carry no time, so Falco's alerts hold the time of the recording. */
const WITHOUT_TIME = /"source":"(?:github|gcp_auditlog)".*"time":"([^"]*)Z"/;

/** The first line in which two outputs differ, both ways; nothing if they are equal. */
export function difference(expected, actual) {
  if (Buffer.compare(expected, actual) === 0) return undefined;
  const [left, right] = [expected, actual].map((bytes) => Buffer.from(bytes).toString("latin1").split("\n").map(withoutClock));
  if (left.join("\n") === right.join("\n")) return undefined;
  const index = left.findIndex((line, at) => line !== right[at]);
  const at = index < 0 ? left.length : index;
  return `line ${at + 1}:\n  expected | ${cut(left[at])}\n  printed  | ${cut(right[at])}`;
}

function withoutClock(line) {
  const time = WITHOUT_TIME.exec(line)?.[1];
  return time === undefined ? line : line.replaceAll(time, "<now>").replace(/("evt\.time\.iso8601":)\d+/, "$1<now>");
}

function cut(line = "(nothing)") {
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
