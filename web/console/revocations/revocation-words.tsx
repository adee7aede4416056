import { revocationReason } from '@hufu/contract'
import type { RevocationLine, RevocationPlace, RevocationState } from '@hufu/contract'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

const looks = { applied: 'risk-medium', verified: 'tag-good', unverified: 'tag-broken' } as const

/** How far a revocation has come, in a word and a colour. */
export function RevocationStateTag({ state }: { readonly state: RevocationState }) {
  const { t } = useTranslation('revocations')
  return <span className={`tag ${looks[state]}`}>{t(`state.${state}`)}</span>
}

/** Kinds of reason to choose from, in the order of the contract. */
export function useReasonKinds() {
  const { t } = useTranslation('revocations')
  return useMemo(() => revocationReason.options.map((value) => ({ value, label: t(`reason.${value}`) })), [t])
}

/** What was taken and the kind of reason, in words; one of them where both would say that somebody has left. */
export function useTakingWords(): (of: Pick<RevocationLine, 'what' | 'reason'>) => string {
  const { t } = useTranslation('revocations')
  return ({ what, reason }) =>
    what === 'departure' && reason === 'leave'
      ? t(`taken.${what}`)
      : `${t(`taken.${what}`)} · ${t(`reason.${reason}`)}`
}

/** A place in words; one that has lost its name is told by its id. */
export function usePlaceWords(): (place: RevocationPlace) => string {
  const { t } = useTranslation('revocations')
  return ({ type, id, name }) => {
    if (type === 'workspace') return t('places.workspace')
    return `${t(`places.${type}`)} · ${name ?? id ?? ''}`
  }
}
