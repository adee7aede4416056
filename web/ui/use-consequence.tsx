import { useState } from 'react'
import type { ReactNode } from 'react'
import { ConsequenceDialog } from './consequence-dialog.tsx'
import type { Consequence } from './consequence-dialog.tsx'

/** A page's dialog for acts that need their consequence shown first: `ask` opens it, `dialog` is drawn somewhere. */
export function useConsequence(): {
  readonly ask: (consequence: Consequence) => void
  readonly dialog: ReactNode
} {
  const [consequence, setConsequence] = useState<Consequence | null>(null)
  return {
    ask: setConsequence,
    dialog: <ConsequenceDialog consequence={consequence} onClose={() => setConsequence(null)} />,
  }
}
