// Asks over a line that may be dead. A connection that died in silence answers nothing and does not say so: the same
// question goes over another one beside it, and the first answer counts. For what may arrive twice only.

const SLOWEST = 8;
let slowness = 1; // a server that is busy, and not away, is asked again later and later

/** As fetch. In ms: `beside`, when it is asked once more if nothing came yet; `patience`, with all of it. */
export function ask(address, { beside = [1500, 2500, 3500], patience = 10000, signal, ...options }) {
  return new Promise((resolve, reject) => {
    const sent = [];
    const underWay = new Set();
    const delay = slowness * (1 + Math.random() / 4); // not all phones of a room at one moment
    const timers = beside.map((ms) => setTimeout(send, ms * delay));
    let isAnswered = false;
    const giveUp = () => underWay.forEach((one) => one.abort());
    const end = (answered) => {
      timers.forEach(clearTimeout);
      for (const one of underWay) if (one !== answered) one.abort();
    };
    function send() {
      const one = new AbortController();
      sent.push(one);
      underWay.add(one);
      fetch(address, { ...options, signal: one.signal }).then(
        (answer) => {
          if (isAnswered) return one.abort();
          isAnswered = true;
          const wasSlow = sent.length > 1 && one === sent[0];
          slowness = wasSlow ? Math.min(SLOWEST, slowness * 2) : Math.max(1, slowness / 2);
          end(one);
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
