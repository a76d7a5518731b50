/** One page in one browser, for all tests of a file. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { serve } from "./server.mjs";

/**
 * Opens the page before the tests of a file, and closes it behind them.
 * @returns what `openPage` returns, and `browser`, while tests run; `tested(work)` does `work` with the page, which must hear of no error and
 *   violate no policy meanwhile
 */
export function openedPage(options = {}) {
  const opened = { tested };
  let server;

  before(async () => {
    server = await serve();
    opened.browser = await launch();
    Object.assign(opened, await openPage(opened.browser, server.address, options));
  });

  after(async () => {
    await opened.browser?.close();
    await server?.close();
  });

  async function tested(work) {
    await work(opened.page);
    assert.deepEqual(opened.errors.splice(0), []);
    assert.deepEqual(opened.violations.splice(0), []);
  }

  return opened;
}
