/**
 * The worker: takes the compiled module, then requests one by one. A newer `judge` makes an older one stop at its next pause.
 * @import { FromWorker, ToWorker } from "../engine/messages.js"
 */
import { provideModule } from "falconet/engine.js";
import { answerAbout, complete } from "./about.js";
import * as advice from "./advice.js";
import { compare } from "./compare.js";
import { explain } from "./explain.js";
import { judge } from "./judge.js";
import { Source } from "./source.js";
import { runTests } from "./tests.js";

/** @type {Source} */
let source = Source.ofText("", 0);
let latest = 0;

/** @param {FromWorker} message */
function post(message) {
  self.postMessage(message);
}

/** @param {() => unknown} work @param {number} id */
async function answer(id, work) {
  try {
    post({ kind: "answer", id, answer: await work() });
  } catch (error) {
    post({ kind: "failed", id, message: messageOf(error) });
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @type {{ [Kind in ToWorker["kind"]]: (message: Extract<ToWorker, { kind: Kind }>) => unknown }} */
const handlers = {
  module: ({ module }) => provideModule(() => module),
  events: (message) => {
    source = message.text === undefined ? Source.ofFile(message.file, message.version) : Source.ofText(message.text, message.version);
  },
  judge: async (message) => {
    latest = message.generation;
    const isStale = () => latest !== message.generation;
    try {
      await judge(message, source, { post, isStale });
    } catch (error) {
      post({ kind: "stopped", generation: message.generation, message: messageOf(error) });
    }
  },
  check: ({ id, files }) => answer(id, () => advice.check(files)),
  ask: ({ id, request }) => answer(id, () => advice.ask(request)),
  about: (question) => answer(question.id, () => answerAbout(question)),
  complete: (question) => answer(question.id, () => complete(question, source)),
  explain: (message) => answer(message.id, () => explain(message)),
  test: ({ id, ...given }) => answer(id, () => runTests(given)),
  compare: ({ id, ...given }) => answer(id, () => compare(given, source)),
  record: ({ id, event }) => answer(id, () => source.bytes(event)),
};

self.addEventListener("message", ({ data }) => {
  /** @type {(message: any) => unknown} */ (handlers[/** @type {ToWorker} */ (data).kind])(data);
});
