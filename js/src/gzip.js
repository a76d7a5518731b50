/**
 * gzip by the platform's decompressor, a member at a time: where it follows its standard it takes one only.
 * @import { Bytes } from "./types.js"
 */
import { joined } from "./bytes.js";
import { FalconetError } from "./errors.js";

/** Given to the decompressor at once, so that what comes out at once is at most a thousand times this. */
const SLICE = 16 * 1024;

/** Bytes that are worth a call into the module. */
const BLOCK = 512 * 1024;

/** Bytes of the trailer of a member, and of the beginning of the next: magic number, deflate, flags of which three are zero. */
const TRAILER = 8;
const BEGINNING = 4;

/**
 * Milliseconds that a whole input may cost by output that is waited for and does not come: some hosts take bytes before
 * they have looked at them, and an input may be full of what only looks like members.
 */
const PATIENCE = 30_000;

/** The most output that may be on its way. */
const MOST_LATE = 64 * 1024 * 1024;

/** What decompressors say where data breaks off. */
const BROKEN_OFF = /unexpected end|truncated|incomplete/i;

/** Reads that wait while a member ends: what nobody waits for is thrown away where the decompressor fails. */
const READS_AHEAD = 1024;

const WRITTEN = Symbol("written");

/**
 * Whether bytes begin as gzip does; undefined if there are too few to tell.
 * @param {Uint8Array} bytes
 */
export function isGzip(bytes) {
  return beginsWith(bytes, [0x1f, 0x8b]);
}

/**
 * Whether bytes begin as Zstandard does; undefined if there are too few to tell.
 * @param {Uint8Array} bytes
 */
export function isZstd(bytes) {
  return beginsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd]);
}

/** @param {Uint8Array} bytes @param {readonly number[]} magic */
function beginsWith(bytes, magic) {
  const differs = magic.some((byte, at) => at < bytes.length && bytes[at] !== byte);
  if (differs) return false;
  return bytes.length < magic.length ? undefined : true;
}

/**
 * What was compressed. Throws `DAMAGED` where it cannot go on.
 * @param {AsyncIterable<Uint8Array>} source
 * @returns {AsyncGenerator<Uint8Array, void, void>}
 */
export async function* gunzip(source) {
  const file = new GzipFile();
  try {
    for await (const bytes of source) yield* gathered(file.take(bytes));
    yield* gathered(file.end());
  } finally {
    file.abandon();
  }
}

/**
 * Blocks of output: it comes in small ones. All of what was compressed so far comes out before more is taken.
 * @param {AsyncIterable<Uint8Array>} output
 * @returns {AsyncGenerator<Uint8Array, void, void>}
 */
async function* gathered(output) {
  const block = new Block();
  try {
    for await (const bytes of output) if (block.add(bytes)) yield block.take();
  } catch (error) {
    yield block.take();
    throw error;
  }
  yield block.take();
}

class Block {
  /** @type {Uint8Array[]} */
  #parts = [];
  #length = 0;

  /** Answers whether it is full. @param {Uint8Array} bytes */
  add(bytes) {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this.#length >= BLOCK;
  }

  take() {
    const bytes = joined(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return bytes;
  }
}

/** Members one after another. */
class GzipFile {
  #member = new Member();
  /** The last bytes, which may be a trailer or the beginning of a magic number. @type {Uint8Array} */
  #held = new Uint8Array();
  /** How many of the held bytes the member has. */
  #given = 0;
  #before = 0;
  #patience = PATIENCE;

  /** @param {Uint8Array} bytes */
  async *take(bytes) {
    let data = joined([this.#held, bytes]);
    for (let at = nextMagic(data, TRAILER); at >= 0; at = nextMagic(data, at)) {
      yield* this.#give(data, at);
      if (!(yield* this.#endsAt(data, at))) {
        at += 1;
        continue;
      }
      yield* this.#next();
      data = data.subarray(at);
      at = TRAILER;
    }
    yield* this.#give(data, Math.max(this.#given, data.length - TRAILER - BEGINNING));
    const kept = Math.max(0, data.length - TRAILER - BEGINNING);
    this.#held = data.slice(kept);
    this.#given = Math.max(0, this.#given - kept);
  }

  async *end() {
    yield* this.#give(this.#held, this.#held.length);
    yield* this.#finish();
    if (!this.#member.hasSize(sizeAt(this.#held, this.#held.length))) throw this.#damage(new Error("something else follows it"));
  }

  /** Lets go of what is not read. */
  abandon() {
    this.#member.abandon();
  }

  /** Whether the member is what a trailer says it is. @param {Uint8Array} data @param {number} at @returns {AsyncGenerator<Uint8Array, boolean, void>} */
  async *#endsAt(data, at) {
    const start = Date.now();
    const ends = yield* this.#member.drain(sizeAt(data, at), this.#patience);
    if (!ends) this.#patience = Math.max(0, this.#patience - (Date.now() - start));
    return ends;
  }

  /** Gives the member what it lacks up to a place. @param {Uint8Array} data @param {number} end */
  async *#give(data, end) {
    const bytes = data.subarray(this.#given, end);
    this.#given = Math.max(this.#given, end);
    try {
      yield* this.#member.write(bytes);
    } catch (cause) {
      throw this.#damage(cause);
    }
  }

  /** Another member follows. */
  async *#next() {
    yield* this.#finish();
    this.#before += this.#member.size;
    this.#member = new Member();
    this.#given = 0;
  }

  async *#finish() {
    try {
      yield* this.#member.finish();
    } catch (cause) {
      throw this.#damage(cause);
    }
  }

  /** @param {unknown} cause */
  #damage(cause) {
    const why = reason(cause);
    const what = BROKEN_OFF.test(why) ? "ends too early" : `cannot be decompressed (${why})`;
    return new FalconetError("DAMAGED", `the gzip data ${what}; the ${this.#size()} bytes before that were judged`, { cause });
  }

  #size() {
    return this.#before + this.#member.size;
  }
}

/** One member in the decompressor. */
class Member {
  #writer;
  #reader;
  /** @type {Promise<ReadableStreamReadResult<Uint8Array>> | undefined} */
  #reading;
  /** Bytes that came out. */
  size = 0;

  constructor() {
    if (typeof DecompressionStream !== "function") throw new FalconetError("COMPRESSED", "this host cannot decompress gzip: it has no DecompressionStream");
    const { readable, writable } = new DecompressionStream("gzip");
    this.#writer = writable.getWriter();
    this.#reader = /** @type {ReadableStreamDefaultReader<Uint8Array>} */ (readable.getReader());
    for (const promise of [this.#writer.closed, this.#reader.closed]) promise.catch(() => {});
  }

  /** @param {Uint8Array} bytes */
  async *write(bytes) {
    for (let start = 0; start < bytes.length; start += SLICE) {
      const slice = /** @type {Bytes} */ (bytes.subarray(start, start + SLICE));
      yield* this.#until(this.#writer.write(slice).then(() => WRITTEN));
    }
  }

  /**
   * Waits for output that may be on its way; answers whether it comes to so many bytes, counted to 2^32.
   * @param {number} size
   * @param {number} patience milliseconds
   * @returns {AsyncGenerator<Uint8Array, boolean, void>}
   */
  async *drain(size, patience) {
    const end = Date.now() + patience;
    const mayCome = () => !this.hasSize(size) && (size - this.size) >>> 0 < MOST_LATE;
    for (let isFirst = true; mayCome() && (isFirst || Date.now() < end); isFirst = false) {
      yield* this.#until(new Promise((resolve) => setTimeout(resolve, 0, WRITTEN)));
    }
    return this.hasSize(size);
  }

  /** Whether so many bytes came out, counted to 2^32, as a trailer counts them. @param {number} size */
  hasSize(size) {
    return this.size % 2 ** 32 === size;
  }

  async *finish() {
    const reads = [this.#read(), ...Array.from({ length: READS_AHEAD }, () => this.#reader.read())];
    const closed = this.#writer.close();
    for (const promise of [closed, ...reads]) promise.catch(() => {});
    for (const read of reads) {
      const { done, value } = await read;
      if (done) break;
      yield* this.#out(value);
    }
    for (let { done, value } = await this.#read(); !done; { done, value } = await this.#read()) yield* this.#out(value);
    await closed;
  }

  /** Whatever is under way is of no use any more, and nobody hears how it fails. */
  abandon() {
    this.#writer.abort().catch(() => {});
    this.#reading?.catch(() => {});
  }

  /** What comes out until something has happened. @param {Promise<unknown>} happened */
  async *#until(happened) {
    for (;;) {
      const first = await Promise.race([this.#pending(), happened]);
      if (first === WRITTEN) return;
      const { done, value } = await this.#read();
      if (done) return;
      yield* this.#out(value);
    }
  }

  /** @param {Uint8Array | undefined} value */
  *#out(value) {
    if (value === undefined) return;
    this.size += value.length;
    yield value;
  }

  #pending() {
    this.#reading ??= this.#reader.read();
    return this.#reading;
  }

  #read() {
    const reading = this.#pending();
    this.#reading = undefined;
    return reading;
  }
}

/** What a decompressor has to say; some say it in what caused what they throw. @param {unknown} error @returns {string} */
function reason(error) {
  if (!(error instanceof Error)) return String(error);
  return error.message || (error.cause === undefined ? error.name : reason(error.cause));
}

/** Where a member may begin. @param {Uint8Array} data @param {number} from */
function nextMagic(data, from) {
  for (let at = data.indexOf(0x1f, from); at >= 0; at = data.indexOf(0x1f, at + 1)) {
    if (data[at + 1] === 0x8b && data[at + 2] === 8 && (data[at + 3] ?? 0xff) < 0x20) return at;
  }
  return -1;
}

/** The size, to 2^32, that a trailer in front of a place gives; none if there is no room for one. @param {Uint8Array} data @param {number} end */
function sizeAt(data, end) {
  if (end < TRAILER) return NaN;
  return new DataView(data.buffer, data.byteOffset + end - 4, 4).getUint32(0, true);
}
