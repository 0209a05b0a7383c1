// Asks over a line that may be dead. A connection that died in silence answers nothing and does not say so: the same
// question goes over another one beside it, and the first answer counts. For what may arrive twice only.

const SLOWEST = 8;
export let slowness = 1; // a server that is busy, and not away, is asked again later and later
const OVERTAKEN = 250; // ms; what was asked so much later and is answered came over another connection
const hanging = new Map(); // what sends a question once more that has no answer → when it was sent last

/** As fetch. In ms: `beside`, when it is asked once more if nothing came yet; `patience`, with all of it. */
export function ask(address, { beside = [1000, 2000, 3000], patience = 10000, signal, ...options }) {
  return new Promise((resolve, reject) => {
    const sent = [];
    const underWay = new Set();
    const delay = slowness * (1 + Math.random() / 4); // not all phones of a room at one moment
    const timers = beside.map((ms) => setTimeout(send, ms * delay));
    let isAnswered = false;
    const giveUp = () => underWay.forEach((one) => one.abort());
    const end = (answered) => {
      hanging.delete(send);
      timers.forEach(clearTimeout);
      for (const one of underWay) if (one !== answered) one.abort();
    };
    function send() {
      const one = new AbortController();
      const sentAt = performance.now();
      hanging.set(send, sentAt);
      sent.push(one);
      underWay.add(one);
      fetch(address, { ...options, signal: one.signal }).then(
        (answer) => {
          if (isAnswered) return one.abort();
          isAnswered = true;
          const wasSlow = sent.length > 1 && one === sent[0];
          slowness = wasSlow ? Math.min(SLOWEST, slowness * sent.length) : Math.max(1, slowness / 2);
          end(one);
          // The others may hang on a dead connection, and this one did not.
          for (const [again, at] of [...hanging]) if (sentAt - at > OVERTAKEN * slowness) again();
          resolve(answer);
        },
        (error) => {
          underWay.delete(one);
          if (isAnswered || underWay.size) return; // another one may still be answered
          end();
          reject(error);
        },
      );
    }
    signal?.addEventListener("abort", giveUp);
    setTimeout(giveUp, patience); // also while the answer is on its way
    send();
  });
}
