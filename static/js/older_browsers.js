// What a browser of before 2022 lacks and we use. Syntax is brought back by the build, see bin/bundle.mjs.

if (!AbortSignal.timeout) {
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  };
}
