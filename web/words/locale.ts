export type Locale = 'zh-CN' | 'en-US'

const STORE = 'hufu.locale'
const listeners = new Set<() => void>()
let current: Locale = remembered()

/** The language of the page: what was chosen here, else what the browser prefers, else Chinese. */
export function locale(): Locale {
  return current
}

/** Keeps the choice on this device; the member's own setting is kept by the server beside it. */
export function keepLocale(next: Locale): void {
  current = next
  localStorage.setItem(STORE, next)
  document.documentElement.lang = next
  for (const tell of listeners) tell()
}

/** For `useSyncExternalStore`. */
export function onLocale(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function remembered(): Locale {
  if (typeof localStorage === 'undefined') return 'zh-CN'
  const kept = localStorage.getItem(STORE)
  if (kept === 'zh-CN' || kept === 'en-US') return kept
  const first = navigator.languages[0] ?? ''
  return first === '' || first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US'
}
