import type { Applied } from '@hufu/contract'
import { App } from 'antd'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { denialOf, wordsOfError } from '../data/problem.ts'
import { isCancelled } from '../data/step-up.ts'
import { AppliedNote } from './applied-note.tsx'
import { WayOn } from './way-on.tsx'

export type Tell = {
  /** A change was made: a short sentence, what became of it on the nodes, and a way to more, which closes what is told. */
  readonly done: (words: string, applied?: Applied | null, more?: (close: () => void) => ReactNode) => void
  /** Something was refused or failed. */
  readonly problem: (error: unknown) => void
}

/** Tells people what became of what they did. */
export function useTell(): Tell {
  const { message, notification } = App.useApp()
  return useMemo(
    () => ({
      done: (words, applied, more) => {
        if (applied === undefined || applied === null) void message.success(words)
        else {
          const key = `revision ${applied.revision}`
          notification[applied.state === 'applied' ? 'success' : 'warning']({
            key,
            title: words,
            description: (
              <>
                <AppliedNote applied={applied} brief />
                {more?.(() => notification.destroy(key))}
              </>
            ),
            // A way to more has to be read and reached before it goes.
            duration: applied.state === 'applied' ? (more === undefined ? 4 : 10) : 0,
          })
        }
      },
      problem: (error) => {
        const words = wordsOfError(error)
        if (isCancelled(error)) return void message.info(words)
        const denial = denialOf(error)
        if (denial === null) void message.error(words)
        else notification.error({ title: words, description: <WayOn {...denial} />, duration: 8 })
      },
    }),
    [message, notification],
  )
}
