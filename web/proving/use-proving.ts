import type { ProofMethod } from '@hufu/contract'
import { useState } from 'react'
import { preferredOf } from './preferred.ts'
import type { Brought } from './prove-panel.tsx'

/** Proving in one of several ways: which is chosen, whether something is on its way, and why it did not do. */
export type Proving = {
  /** Undefined where there is none. */
  readonly way: ProofMethod | undefined
  readonly busy: boolean
  readonly error: unknown
  /** How often something was brought that did not do: what was typed is gone each time. */
  readonly tries: number
  readonly choose: (way: ProofMethod) => void
  /** Throws only for a QR code: there it is told beside the code. */
  readonly bring: (brought: Brought) => Promise<void>
}

/** Holds it for one dialog or page. `send` takes what was brought where it belongs, and throws what speaks against it. */
export function useProving(ways: readonly ProofMethod[], send: (brought: Brought) => Promise<void>): Proving {
  const [chosen, setChosen] = useState(() => preferredOf(ways))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  return {
    way: ways.find((one) => one === chosen) ?? ways[0],
    busy,
    error,
    tries,
    choose(next) {
      setError(null)
      setChosen(next)
    },
    async bring(brought) {
      if (brought.method === 'link') return await send(brought)
      setBusy(true)
      setError(null)
      try {
        await send(brought)
      } catch (problem) {
        setError(problem)
        setBusy(false)
        setTries((before) => before + 1)
      }
    },
  }
}
