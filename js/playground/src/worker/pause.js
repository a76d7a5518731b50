const { port1, port2 } = new MessageChannel();

/** @type {(() => void)[]} */
const waiting = [];

port1.onmessage = () => waiting.shift()?.();

/** Lets the messages in that have come. A timer would wait longer. @returns {Promise<void>} */
export function pause() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
}
