/** A problem report that somebody is about to write; the permission it is about, where one was named. */
type Report = { readonly permission: string | undefined }

let now: Report | null = null
const listeners = new Set<() => void>()

/** The report being written; null when none is. */
export const reportNow = (): Report | null => now

/** Opens the dialog of reports, or closes it. */
export function putReport(report: Report | null): void {
  now = report
  for (const tell of listeners) tell()
}

/** For `useSyncExternalStore`. */
export function onReport(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
