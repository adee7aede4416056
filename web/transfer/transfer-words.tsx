import { proofMethod } from '@hufu/contract'
import type { TransferState, TransferView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useNow } from '../ui/time.tsx'

const looks: Readonly<Record<TransferState, string>> = {
  offered: 'tag tag-warn',
  accepted: 'tag tag-warn',
  cooling: 'tag risk-medium',
  done: 'tag tag-good',
  reverted: 'tag',
  declined: 'tag',
  cancelled: 'tag',
  vetoed: 'tag tag-broken',
  lapsed: 'tag',
}

/** How a transfer stands, in a word. */
export function TransferTag({ state }: { readonly state: TransferState }) {
  const { t } = useTranslation('creator')
  return <span className={looks[state]}>{t(`state.${state}`)}</span>
}

/** By what somebody proved who they are, in words; a way that this page does not know is told by its own name. */
export function useMethodWords(): (method: string) => string {
  const { t } = useTranslation('creator')
  return (method) => {
    const known = proofMethod.options.find((each) => each === method)
    return t('method', { method: known === undefined ? method : t(`methods.${known}`) })
  }
}

/** A transfer that has not come to its end. */
export const isOpen = ({ state }: Pick<TransferView, 'state'>): boolean =>
  state === 'offered' || state === 'accepted' || state === 'cooling'

/** The seat has changed hands, and may still go back. */
export const isRevertible = ({ state, revertUntil }: TransferView, now: number): boolean =>
  state === 'done' && revertUntil !== null && new Date(revertUntil).getTime() > now

/** What it waits for, or what came of it: a sentence each. */
export function useAwaited(): (view: TransferView) => readonly string[] {
  const { t } = useTranslation('creator')
  const now = useNow()
  return (view) => {
    const { state, former, successor } = view
    if (state === 'offered') return [...consentAwaited(view, t), t('one.awaits.successor', successor)]
    if (state === 'accepted') return [...consentAwaited(view, t), t('one.awaits.arm', former)]
    if (state === 'cooling') return [t('one.awaits.cooling')]
    if (state === 'reverted') return [t('one.awaits.reverted', former)]
    if (state !== 'done') return [t('one.awaits.ended')]
    return [t(isRevertible(view, now) ? 'one.awaits.revertible' : 'one.awaits.done', successor)]
  }
}

type Say = ReturnType<typeof useTranslation<'creator'>>['t']

function consentAwaited(view: TransferView, t: Say): readonly string[] {
  const { consent, approvals, approvalsNeeded, letter, former } = view
  if (consent === 'approvals' && approvals.length < approvalsNeeded)
    return [t('one.awaits.approvals', { given: approvals.length, needed: approvalsNeeded })]
  if (consent === 'letter' && letter === null) return [t('one.awaits.letter', former)]
  return []
}
