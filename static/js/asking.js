// Asks over a line that may be dead. A connection that died in silence answers nothing and does not say so: the same
// question goes over another one beside it, and the first answer counts. For what may arrive twice only.

/** As fetch. In ms: `beside`, when it is asked once more each time if nothing came yet; `patience`, with each question. */
export function ask(address, { beside = [1500, 2500, 3500], patience = 10000, signal, ...options }) {
  return new Promise((resolve, reject) => {
    const underWay = new Set();
    const timers = beside.map((ms) => setTimeout(send, ms));
    const end = (answered) => {
      timers.forEach(clearTimeout);
      for (const one of underWay) if (one !== answered) one.abort();
    };
    function send() {
      const one = new AbortController();
      underWay.add(one);
      setTimeout(() => one.abort(), patience); // also while what it says is on its way
      fetch(address, { ...options, signal: one.signal }).then(
        (answer) => {
          end(one);
          resolve(answer);
        },
        (error) => {
          underWay.delete(one);
          if (underWay.size) return; // another one may still be answered
          end();
          reject(error);
        },
      );
    }
    signal?.addEventListener("abort", () => end());
    send();
  });
}
