import type { HandoverOffer, OfferState } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { Time } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'

const looks: Readonly<Record<OfferState, string>> = {
  offered: 'tag tag-warn',
  accepted: 'tag tag-good',
  parked: 'tag tag-warn',
  declined: 'tag tag-warn',
  withdrawn: 'tag',
  lapsed: 'tag',
  reversed: 'tag',
}

/** How an offer stands, in a word. */
export function OfferTag({ state }: { readonly state: OfferState }) {
  const { t } = useTranslation('handover')
  return <span className={looks[state]}>{t(`state.${state}`)}</span>
}

const NAMED_MAX = 5

/** The things of an offer by name, the first of them. */
export function OfferItems({ offer: { items, count } }: { readonly offer: HandoverOffer }) {
  const { t } = useTranslation('handover')
  const named = items.slice(0, NAMED_MAX).map(({ name }) => name)
  return (
    <span>
      {listed(named)}
      {count > named.length ? ` ${t('more', { count })}` : null}
    </span>
  )
}

/** What became of the things, where somebody has said yes. */
export function OfferFates({ offer: { state, fates } }: { readonly offer: HandoverOffer }) {
  const { t } = useTranslation('handover')
  if (state !== 'accepted' && state !== 'parked') return null
  const told = (['handed', 'gone', 'stays'] as const).filter((which) => fates[which] > 0)
  return <small>{told.map((which) => t(`fates.${which}`, { count: fates[which] })).join(' · ')}</small>
}

/** Until when something can still be done about it. */
export function OfferTimes({ offer }: { readonly offer: HandoverOffer }) {
  const { t } = useTranslation('handover')
  if (offer.state === 'offered')
    return (
      <small className="quiet">
        {t('until')} <Time at={offer.until} />
      </small>
    )
  if (offer.reversibleUntil === null) return null
  return (
    <small className="quiet">
      {t('reversible')} <Time at={offer.reversibleUntil} />
    </small>
  )
}
