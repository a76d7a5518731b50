/** The one instance of the module in this JavaScript realm, replaced after a trap. */
/** @import { ModuleSource } from "./types.js" */
import { ABI_VERSION, Abi } from "./abi.js";
import { EngineTrap, FalconetError } from "./errors.js";
import { isOf } from "./input.js";
import { __wbg_reset_state, initSync } from "./glue.js";

/** @type {(() => WebAssembly.Module | Promise<WebAssembly.Module>) | undefined} */
let provider;
/** @type {Promise<void> | undefined} */
let starting;
/** @type {{ abi: Abi, module: WebAssembly.Module } | undefined} */
let current;
let age = 0;

/**
 * Says how this host comes by the compiled module; called once, when it is first needed.
 * @param {() => WebAssembly.Module | Promise<WebAssembly.Module>} provide
 */
export function provideModule(provide) {
  provider = provide;
}

/** Makes the module ready. Every later call is synchronous. */
export function start() {
  starting ??= instantiate().catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

/**
 * Makes the module ready, from something else than what the host's entry provides.
 * @param {ModuleSource | Promise<ModuleSource>} source
 */
export function startWith(source) {
  if (starting !== undefined) throw new FalconetError("STARTED", "the module is there already: say what it is made of before anything else is asked for");
  provideModule(async () => compiled(await source));
  return start();
}

/** Counts the instances: what was loaded into an older one is gone. */
export function generation() {
  return age;
}

/**
 * Uses the instance. If it traps, it is replaced and the call throws {@link EngineTrap}.
 * @template T
 * @param {(abi: Abi) => T} work
 * @returns {T}
 */
export function use(work) {
  if (current === undefined) throw new FalconetError("NOT_STARTED", "the module is not ready: await `init()` first");
  try {
    return work(current.abi);
  } catch (error) {
    throw isTrap(error) ? replaceAfter(error, current) : error;
  }
}

async function instantiate() {
  if (provider === undefined) throw new FalconetError("NO_MODULE", "import the package by its name, so that the host's entry provides the module");
  adopt(await provider());
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compiled(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL) return compiled(await fetch(source));
  if (!isOf(source, "Response")) return WebAssembly.compile(/** @type {BufferSource} */ (source));
  const response = /** @type {Response} */ (source);
  if (!response.ok) throw new FalconetError("NO_MODULE", `cannot fetch ${response.url}: ${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Takes the glue's instance, which it makes of `module` if it has none.
 * @param {WebAssembly.Module} module
 */
function adopt(module) {
  const abi = new Abi(initSync({ module }));
  if (abi.version() !== ABI_VERSION) {
    throw new FalconetError("ABI_VERSION", `falconet.wasm speaks version ${abi.version()} of the ABI, this package ${ABI_VERSION}: take both from one release`);
  }
  current = { abi, module };
  age += 1;
}

/**
 * A trap is a `RuntimeError`; running out of stack is a `RangeError` thrown by the engine itself in V8 and an `InternalError` elsewhere.
 * @param {unknown} error
 */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || (error instanceof Error && /stack|recursion/i.test(error.message));
}

/**
 * @param {unknown} cause
 * @param {{ abi: Abi, module: WebAssembly.Module }} dead
 */
function replaceAfter(cause, dead) {
  const reason = lastWords(dead.abi) || (cause instanceof Error ? cause.message : String(cause));
  resetGlue(dead.module);
  adopt(dead.module);
  return new EngineTrap(`the module stopped: ${reason}`, cause);
}

/**
 * Makes the glue take a new instance. The last thing it does is to call `__wbindgen_start`, which a module without a start function lacks.
 * @param {WebAssembly.Module} module
 */
function resetGlue(module) {
  try {
    __wbg_reset_state();
  } catch (error) {
    if (WebAssembly.Module.exports(module).some(({ name }) => name === "__wbindgen_start")) throw error;
  }
}

/** @param {Abi} dead */
function lastWords(dead) {
  try {
    return dead.lastError();
  } catch {
    return "";
  }
}
