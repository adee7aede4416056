import { SwapOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { HandoverOffer } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Backups } from '../handover/backups.tsx'
import { OfferFates, OfferItems, OfferTag, OfferTimes } from '../handover/offer-parts.tsx'
import { useOfferActs } from '../handover/use-offer-acts.tsx'
import type { OfferActs } from '../handover/use-offer-acts.tsx'
import { useAsk } from '../data/queries.ts'
import { PageHead } from '../ui/page-head.tsx'
import { EmptyState, RowsSkeleton, Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import './self.css'
import '../handover/handover.css'

/** What I am asked to take over, and what goes from me to others. */
export function MyHandoversPage() {
  const { t } = useTranslation('handover')
  const read = useAsk(contract.handover.mine, {})
  const acts = useOfferActs()
  return (
    <div className="page page-narrow self handover">
      <PageHead title={t('mine.title')} lead={t('mine.lead')} />
      <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
        {({ toMe, fromMe }) =>
          toMe.length + fromMe.length === 0 ? (
            <EmptyState icon={<SwapOutlined />} title={t('mine.none')} hint={t('mine.noneHint')} />
          ) : (
            <>
              <Cards title={t('mine.toMe')} offers={openFirst(toMe)} side="to" acts={acts} />
              <Cards title={t('mine.fromMe')} offers={fromMe} side="from" acts={acts} />
            </>
          )
        }
      </Shown>
      {acts.dialog}
    </div>
  )
}

const openFirst = (offers: readonly HandoverOffer[]): readonly HandoverOffer[] =>
  offers.toSorted((a, b) => Number(b.state === 'offered') - Number(a.state === 'offered'))

type CardsProps = {
  readonly title: string
  readonly offers: readonly HandoverOffer[]
  readonly side: 'to' | 'from'
  readonly acts: OfferActs
}

function Cards({ title, offers, side, acts }: CardsProps) {
  if (offers.length === 0) return null
  return (
    <section className="sheet sheet-pad" aria-label={title}>
      <h2>{title}</h2>
      <ol className="handover-cards">
        {offers.map((offer) => (
          <Card key={offer.id} offer={offer} side={side} acts={acts} />
        ))}
      </ol>
    </section>
  )
}

type CardProps = Pick<CardsProps, 'side' | 'acts'> & { readonly offer: HandoverOffer }

function Card({ offer, side, acts }: CardProps) {
  const { t } = useTranslation('handover')
  const { from, to, kind, count, by, because, answer, madeAt, state } = offer
  const mine = side === 'to'
  const took = mine && (state === 'accepted' || state === 'parked')
  return (
    <li className={mine && state === 'offered' ? 'handover-open' : ''}>
      <div className="handover-card-head">
        <strong>{mine ? t('mine.from', { name: from.name }) : t('mine.to', { name: to.name })}</strong>
        <OfferTag state={state} />
      </div>
      <span>{t('mine.what', { kind: t(`kind.${kind}`), count })}</span>
      <OfferItems offer={offer} />
      <OfferFates offer={offer} />
      <small className="quiet">
        {t('by', { by })} · <Time at={madeAt} />
      </small>
      <small className="quiet">{t('because', { because })}</small>
      {answer === null ? null : <span>{t('answer', { answer })}</span>}
      <OfferTimes offer={offer} />
      {offer.can.answer.allowed ? (
        <div className="handover-acts">
          <Button type="primary" onClick={() => acts.accept(offer)}>
            {t('mine.accept')}
          </Button>
          <Button onClick={() => acts.decline(offer)}>{t('mine.decline')}</Button>
        </div>
      ) : null}
      {took ? <Took offer={offer} onReverse={() => acts.reverse(offer)} /> : null}
    </li>
  )
}

function Took({ offer, onReverse }: { readonly offer: HandoverOffer; readonly onReverse: () => void }) {
  const { t } = useTranslation('handover')
  const [open, setOpen] = useState(false)
  return (
    <>
      <div className="handover-acts">
        {offer.can.reverse.allowed ? <Button onClick={onReverse}>{t('reverse.act')}</Button> : null}
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('backups.title')}
        </Button>
      </div>
      {open ? <Backups memberId={offer.from.id} name={offer.from.name} /> : null}
    </>
  )
}
