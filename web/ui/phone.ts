import { useSyncExternalStore } from 'react'

const narrow = '(max-width: 767px)'

const onNarrow = (listener: () => void): (() => void) => {
  const query = matchMedia(narrow)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True on a phone-wide window; follows the window as it changes. */
export function usePhone(): boolean {
  return useSyncExternalStore(onNarrow, () => matchMedia(narrow).matches)
}
