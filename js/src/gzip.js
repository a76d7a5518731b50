/**
 * gzip by the platform's decompressor, a member at a time: where it follows its standard it takes one only.
 * @import { Bytes } from "./types.js"
 */
import { joined } from "./bytes.js";
import { FalconetError } from "./errors.js";

/** Given to the decompressor at once, so that what comes out at once is at most a thousand times this. */
const SLICE = 16 * 1024;

/** Bytes of the trailer of a member, and of the beginning of the next. */
const TRAILER = 8;
const MAGIC = [0x1f, 0x8b, 0x08];

/** Turns of the event loop in which output may be late. */
const PATIENCE = 20;

/** What decompressors say where data breaks off. */
const BROKEN_OFF = /unexpected end|truncated|incomplete/i;

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
    for await (const bytes of source) yield* file.take(bytes);
    yield* file.end();
  } finally {
    file.abandon();
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

  /** @param {Uint8Array} bytes */
  async *take(bytes) {
    let data = joined([this.#held, bytes]);
    for (let at = nextMagic(data, TRAILER); at >= 0; at = nextMagic(data, at)) {
      yield* this.#give(data, at);
      const ends = yield* this.#member.drain(sizeAt(data, at));
      if (!ends) at += 1;
      if (!ends) continue;
      yield* this.#next();
      data = data.subarray(at);
      at = TRAILER;
    }
    yield* this.#give(data, Math.max(this.#given, data.length - TRAILER - MAGIC.length));
    const kept = Math.max(0, data.length - TRAILER - MAGIC.length);
    this.#held = data.slice(kept);
    this.#given = Math.max(0, this.#given - kept);
  }

  async *end() {
    yield* this.#give(this.#held, this.#held.length);
    yield* this.#finish();
  }

  /** Lets go of what is not read. */
  abandon() {
    this.#member.abandon();
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
    const why = cause instanceof Error ? cause.message : String(cause);
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
   * @returns {AsyncGenerator<Uint8Array, boolean, void>}
   */
  async *drain(size) {
    for (let turn = 0; turn < PATIENCE && this.size % 2 ** 32 !== size; turn += 1) {
      yield* this.#until(new Promise((resolve) => setTimeout(resolve, 0, WRITTEN)));
    }
    return this.size % 2 ** 32 === size;
  }

  async *finish() {
    const closed = this.#writer.close();
    closed.catch(() => {});
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

/** Where a member may begin. @param {Uint8Array} data @param {number} from */
function nextMagic(data, from) {
  for (let at = data.indexOf(0x1f, from); at >= 0; at = data.indexOf(0x1f, at + 1)) {
    if (data[at + 1] === MAGIC[1] && data[at + 2] === MAGIC[2]) return at;
  }
  return -1;
}

/** The size, to 2^32, that a trailer in front of a place gives. @param {Uint8Array} data @param {number} end */
function sizeAt(data, end) {
  return new DataView(data.buffer, data.byteOffset + end - 4, 4).getUint32(0, true);
}
