// Answers a page that can't be reached with the page that says so. It keeps that page with its style and script,
// and nothing else: no page of people is ever stored or answered from here.
"use strict";

const CACHE = "geen-verbinding-{{ version }}";
const PAGE = "{{ page }}";
const PARTS = [{% for part in parts %}"{{ part }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

async function fill() {
  const cache = await caches.open(CACHE);
  const fresh = new Request(PAGE, { cache: "reload", credentials: "omit" });
  await cache.addAll([fresh, ...PARTS.map((part) => new Request(part, { credentials: "omit" }))]);
  await self.skipWaiting();
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    const answer = await cache.match(address, { ignoreVary: true });
    if (!answer) throw error;
    return answer;
  }
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  // A form that was sent is left to the browser: going back keeps what was typed.
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(kept(request, PAGE));
  else if (PARTS.includes(pathname)) event.respondWith(kept(request, pathname));
});
