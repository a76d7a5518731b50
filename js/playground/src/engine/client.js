/**
 * A worker with an instance of the module. One that dies or says nothing for too long is replaced.
 * @import { FromWorker, ToWorker } from "./messages.js"
 */
import EngineWorker from "../worker/worker.js?worker&inline";

/** Milliseconds that a worker may be silent while something is asked of it. */
const PATIENCE = 20_000;

/**
 * What is asked with an answer; the number is given to it here.
 * @typedef {Extract<ToWorker, { id: number }>} Question
 */

/** @template T @typedef {T extends any ? Omit<T, "id"> : never} WithoutId */

export class Client {
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** What is said before there is a module. @type {ToWorker[]} */
  #early = [];
  #onMessage;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
  #open = new Map();
  /** @type {Extract<ToWorker, { kind: "events" }> | undefined} */
  #events;
  /** @type {number | undefined} the judgement that is under way */
  #judging;
  #nextId = 1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #alarm;

  /** @param {(message: FromWorker) => void} onMessage is told of everything that is no answer */
  constructor(onMessage) {
    this.#onMessage = onMessage;
  }

  /** Begins with what was asked so far. @param {WebAssembly.Module} module */
  engage(module) {
    this.#module = module;
    for (const message of this.#early.splice(0)) this.#send(message);
  }

  /** @param {Extract<ToWorker, { kind: "events" }>} message */
  setEvents(message) {
    this.#events = message;
    this.#worker?.postMessage(message);
  }

  /** @param {Extract<ToWorker, { kind: "judge" }>} message */
  judge(message) {
    this.#judging = message.generation;
    this.#early = this.#early.filter(({ kind }) => kind !== "judge");
    this.#send(message);
  }

  /** @param {WithoutId<Question>} question @returns {Promise<any>} */
  ask(question) {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#send(/** @type {Question} */ ({ ...question, id }));
    });
  }

  /** @param {ToWorker} message */
  #send(message) {
    if (this.#module === undefined) {
      this.#early.push(message);
      return;
    }
    this.#worker ??= this.#begin();
    this.#worker.postMessage(message);
    this.#watch();
  }

  #begin() {
    const worker = new EngineWorker();
    worker.addEventListener("message", ({ data }) => this.#hear(data));
    worker.addEventListener("error", (event) => this.#replace(event.message || "the worker failed"));
    worker.postMessage({ kind: "module", module: this.#module });
    if (this.#events !== undefined) worker.postMessage(this.#events);
    return worker;
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if (message.kind === "answer") this.#settle(message.id)?.resolve(message.answer);
    else if (message.kind === "failed") this.#settle(message.id)?.reject(new Error(message.message));
    else this.#onMessage(message);
    if ("generation" in message && message.kind !== "progress" && message.generation === this.#judging) this.#judging = undefined;
    if (message.kind === "stopped") this.#replace(message.message);
    else this.#watch();
  }

  /** @param {number} id */
  #settle(id) {
    const question = this.#open.get(id);
    this.#open.delete(id);
    return question;
  }

  #watch() {
    clearTimeout(this.#alarm);
    if (this.#open.size === 0 && this.#judging === undefined) return;
    this.#alarm = setTimeout(() => this.#replace(`no answer within ${PATIENCE / 1000} seconds: the engine was started again`), PATIENCE);
  }

  /** What was asked of it is lost; the next request begins anew. @param {string} reason */
  #replace(reason) {
    clearTimeout(this.#alarm);
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#open.values()) reject(new Error(reason));
    this.#open.clear();
    const generation = this.#judging;
    this.#judging = undefined;
    if (generation !== undefined) this.#onMessage({ kind: "stopped", generation, message: reason });
  }
}
