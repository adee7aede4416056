import type { Applied } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { App } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, wordsOfError } from '../data/problem.ts'
import { isCancelled } from '../data/step-up.ts'
import { AppliedNote } from './applied-note.tsx'

export type Tell = {
  /** A change was made: a short sentence, and what became of it on the nodes. */
  readonly done: (words: string, applied?: Applied | null) => void
  /** Something was refused or failed. */
  readonly problem: (error: unknown) => void
}

/** Tells people what became of what they did. */
export function useTell(): Tell {
  const { message, notification } = App.useApp()
  const { t } = useTranslation()
  return useMemo(
    () => ({
      done: (words, applied) => {
        if (applied === undefined || applied === null) void message.success(words)
        else
          notification[applied.state === 'applied' ? 'success' : 'warning']({
            title: words,
            description: <AppliedNote applied={applied} brief />,
            duration: applied.state === 'applied' ? 4 : 0,
          })
      },
      problem: (error) => {
        const words = wordsOfError(error)
        if (isCancelled(error)) return void message.info(words)
        const denied =
          isProblem(error) && (error.code.startsWith('authority/') || error.code.startsWith('member/'))
        if (denied)
          notification.error({
            title: words,
            description: <Link to="/me/permissions">{t('why.myPermissions')}</Link>,
          })
        else void message.error(words)
      },
    }),
    [message, notification, t],
  )
}
