import { contract } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'

/** What has to be known of a grant or restriction to say what its end means. */
export type Named = {
  readonly id: string
  readonly subject: { readonly label: string }
  readonly right: { readonly label: string }
}

/** Lifting a restriction, its consequence first. */
export function useLift(): {
  readonly lift: (restriction: Named) => void
  readonly dialog: ReactNode
} {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const lift = ({ id, subject, right }: Named): void =>
    askFirst({
      title: t('restrictions.liftTitle'),
      lines: [t('restrictions.liftLine', { subject: subject.label, right: right.label })],
      act: t('restrictions.lift'),
      danger: false,
      onAct: async (because) => {
        const { applied } = await ask(contract.authority.lift, {
          params: { restrictionId: id },
          body: { because },
        })
        tell.done(t('restrictions.lifted'), applied)
        await readAgain()
      },
    })
  return { lift, dialog }
}

/** Ending a grant, its consequence first. */
export function useEndGrant(): { readonly end: (grant: Named) => void; readonly dialog: ReactNode } {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const end = ({ id, subject, right }: Named): void =>
    askFirst({
      title: t('grants.endTitle'),
      lines: [t('grants.endLine', { subject: subject.label, right: right.label }), t('grants.endLine2')],
      act: t('grants.end'),
      onAct: async (because) => {
        const { applied } = await ask(contract.authority.endGrant, {
          params: { grantId: id },
          body: { because },
        })
        tell.done(t('grants.ended'), applied)
        await readAgain()
      },
    })
  return { end, dialog }
}
