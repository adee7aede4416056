import { contract } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { seeRevocation } from '../console/revocations/see-revocation.tsx'
import { useTell } from '../ui/tell.tsx'
import { REASON_TO_COME, usePreviewed } from './use-previewed.tsx'

/** What has to be known of a grant or restriction to say what its end means. */
export type Named = {
  readonly id: string
  readonly subject: { readonly label: string }
  readonly right: { readonly label: string }
}

/** Lifting a restriction, its exact effect first. */
export function useLift(): {
  readonly lift: (restriction: Named) => void
  readonly dialog: ReactNode
} {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const lift = ({ id, subject, right }: Named): void =>
    askFirst({
      title: t('restrictions.liftTitle'),
      lines: [t('restrictions.liftLine', { subject: subject.label, right: right.label })],
      act: t('restrictions.lift'),
      reason: true,
      steps: [{ do: 'restrictions.lift', with: { restrictionId: id, because: REASON_TO_COME } }],
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

/** Ending a grant, its exact effect first. */
export function useEndGrant(): { readonly end: (grant: Named) => void; readonly dialog: ReactNode } {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const end = ({ id, subject, right }: Named): void =>
    askFirst({
      title: t('grants.endTitle'),
      lines: [t('grants.endLine', { subject: subject.label, right: right.label }), t('grants.endLine2')],
      act: t('grants.end'),
      danger: true,
      reason: true,
      steps: [{ do: 'grants.end', with: { grantId: id, because: REASON_TO_COME } }],
      onAct: async (because) => {
        const { applied, revocationId } = await ask(contract.authority.endGrant, {
          params: { grantId: id },
          body: { because },
        })
        tell.done(t('grants.ended'), applied, seeRevocation(revocationId))
        await readAgain()
      },
    })
  return { end, dialog }
}
