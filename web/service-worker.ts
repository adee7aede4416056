/*
 * Keeps the shell of the page so that it opens without a network. Answers of the server are never kept: what one may
 * see is asked each time. Files under /assets/ carry a hash in their name and never change.
 */
type WaitingEvent = Event & { waitUntil(work: Promise<unknown>): void }
type FetchEvent = WaitingEvent & {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
type Worker = {
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', listener: (event: WaitingEvent) => void): void
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void
}
// The types of a worker and of a page cannot stand in one program, so the few that are used are written above.
const worker = globalThis as unknown as Worker

const SHELL = 'hufu-shell-1'
const FIRST = ['/', '/first-paint.css', '/icon.svg', '/manifest.webmanifest']
const ASSETS_MAX = 200
// The page that verifies is one of its own, and must not take the place of the shell.
const VERIFY = '/verify.html'
const OF_THE_SERVER = /^\/(api|access|scim|healthz|readyz|metrics|docs|openapi|\.well-known)/

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(FIRST))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== location.origin) return
  if (OF_THE_SERVER.test(address.pathname) || address.pathname === VERIFY) return
  if (request.mode === 'navigate') event.respondWith(pageOrShell(request))
  else if (address.pathname.startsWith('/assets/')) event.respondWith(keptOrFetched(request))
})

async function pageOrShell(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true
    if (answer.ok && isPage) await cache.put('/', answer.clone())
    return answer
  } catch (error) {
    const shell = await cache.match('/')
    if (shell !== undefined) return shell
    throw error
  }
}

async function keptOrFetched(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL)
  const kept = await cache.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    const assets = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/assets/'))
    await Promise.all(
      assets.slice(0, Math.max(0, assets.length - ASSETS_MAX)).map((each) => cache.delete(each)),
    )
  }
  return answer
}

export {}
