import { useEffect, useRef, useState } from 'react'

const SETTLE_MS = 250

/** Text being typed, told onwards only when the typing rests. `given` wins when it changes by another hand. */
export function useSettled(
  given: string,
  tell: (value: string) => void,
): { readonly value: string; readonly type: (value: string) => void } {
  const [typed, setTyped] = useState({ value: given, seen: given, told: given })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  // Whoever has left the page meanwhile is not taken back to it.
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  // What comes back of one's own telling leaves the typing alone; a link or "back" replaces it.
  if (given !== typed.seen)
    setTyped(({ value, told }) => ({ value: given === told ? value : given, seen: given, told: given }))
  return {
    value: typed.value,
    type: (value) => {
      setTyped((before) => ({ ...before, value }))
      if (timer.current !== null) clearTimeout(timer.current)
      const { pathname } = location
      timer.current = setTimeout(() => {
        // The address moves on at once, the page when the next one has come: in between it is still here.
        if (location.pathname !== pathname) return
        setTyped((before) => ({ ...before, told: value }))
        tell(value)
      }, SETTLE_MS)
    },
  }
}
