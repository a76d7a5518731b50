/**
 * What the table says of each event: a few fields of its source, as the module reads them.
 * @import { EventRow } from "../engine/messages.js"
 */
import * as engine from "falconet/engine.js";
import { MOST_CELL, MOST_EVENTS } from "./limits.js";
import { ONE_RECORD, loadRule, unload } from "./rulesets.js";

/** @type {Record<string, string[]>} */
const COLUMNS = {
  aws_cloudtrail: ["ct.time", "ct.name", "ct.src", "ct.user", "ct.srcip", "ct.region", "ct.error"],
  okta: ["okta.published", "okta.evt.type", "okta.actor.alternateid", "okta.client.ip", "okta.result", "okta.reason"],
  github: ["github.type", "github.action", "github.user", "github.repo.name", "github.org"],
  gcp_auditlog: ["gcp.time", "gcp.methodName", "gcp.serviceName", "gcp.user", "gcp.callerIP", "gcp.resourceName"],
};

const decoder = new TextDecoder();

export class Survey {
  /** @type {EventRow[]} */
  rows = [];
  #known = new Set();
  #units;
  #source;
  #sent = -1;
  /** @type {number | undefined} */
  #handle;

  /** @param {string} source @param {Uint8Array | undefined} text the input, if it is a text */
  constructor(source, text) {
    this.#source = source;
    this.columns = COLUMNS[source] ?? [];
    this.#units = text === undefined ? undefined : new Units(text);
  }

  /** Whether there are rows that the page has not had. */
  takeNews() {
    const isNews = this.#sent !== this.rows.length;
    this.#sent = this.rows.length;
    return isNews;
  }

  /** Whether a record is to be looked at: the first ones are, and those with alerts. @param {number} event @param {boolean} hasAlerts */
  wants(event, hasAlerts) {
    return (hasAlerts || this.rows.length < MOST_EVENTS) && !this.#known.has(event);
  }

  /**
   * Looks at a record.
   * @param {number} event
   * @param {number} offset in bytes
   * @param {Uint8Array} bytes
   */
  add(event, offset, bytes) {
    this.#known.add(event);
    const from = this.#units?.at(offset) ?? -1;
    const to = this.#units?.at(offset + bytes.length) ?? -1;
    this.rows.push({ event, from, to, ...this.#read(bytes) });
  }

  /** @param {Uint8Array} bytes @returns {Pick<EventRow, "state" | "cells">} */
  #read(bytes) {
    if (this.columns.length === 0) return { state: "event", cells: [] };
    const handle = (this.#handle ??= loadRule(this.#source, "evt.num > 0", this.columns.map((field) => `%${field}`).join(" ")));
    return engine.use((abi) => {
      const { counts, lines } = abi.evaluate(handle, bytes, ONE_RECORD);
      if (counts.alerts > 0) return { state: "event", cells: this.#cells(decoder.decode(lines)) };
      return { state: counts.malformed > 0 ? "malformed" : "skipped", cells: [] };
    });
  }

  /** @param {string} lines of an envelope with several events the first one speaks */
  #cells(lines) {
    const { output_fields: fields } = JSON.parse(lines.slice(0, lines.indexOf("\n")));
    return this.columns.map((column) => cell(fields[column]));
  }

  /** Gives back what the module holds; the rows stay. */
  rest() {
    if (this.#handle !== undefined) unload(this.#handle);
    this.#handle = undefined;
  }
}

/** @param {unknown} value */
function cell(value) {
  return value === null || value === undefined ? "" : String(value).slice(0, MOST_CELL);
}

/** Places in a text: from bytes to UTF-16 units, quick where they are asked for in rising order. */
class Units {
  #byte = 0;
  #unit = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }

  /** @param {number} byte */
  at(byte) {
    if (byte < this.#byte) this.#byte = this.#unit = 0;
    this.#unit += decoder.decode(this.bytes.subarray(this.#byte, byte)).length;
    this.#byte = byte;
    return this.#unit;
  }
}
