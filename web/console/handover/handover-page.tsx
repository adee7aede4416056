import { SwapOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Backups } from '../../handover/backups.tsx'
import { OfferFates, OfferItems, OfferTag, OfferTimes } from '../../handover/offer-parts.tsx'
import { useOfferActs } from '../../handover/use-offer-acts.tsx'
import type { OfferActs } from '../../handover/use-offer-acts.tsx'
import { useAsk, usePages } from '../../data/queries.ts'
import type { ItemOf } from '../../data/queries.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, ErrorState, PageSkeleton, RowsSkeleton, Shown } from '../../ui/states.tsx'
import { Button } from 'antd'
import { Time } from '../../ui/time.tsx'
import { Holdings } from './holdings.tsx'
import '../../handover/handover.css'

const here = getRouteApi('/signed/console/members/$memberId/handover')
const routes = contract.handover

/** What one person holds, who takes it over, how that goes, and the sealed backups of it. */
export function HandoverPage() {
  const { t } = useTranslation('handover')
  const { memberId } = here.useParams()
  const read = useAsk(routes.holdings, { params: { memberId } })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => (
        <div className="page handover" key={memberId}>
          <PageHead
            title={t('title', { name: view.memberName })}
            lead={t('lead')}
            acts={
              <Link to="/console/members/$memberId" params={{ memberId }}>
                {t('back')}
              </Link>
            }
          />
          <Holdings view={view} />
          <Progress memberId={memberId} />
          {view.can.backup.allowed ? (
            <Backups memberId={memberId} name={view.memberName} take={view.can.backup} />
          ) : null}
        </div>
      )}
    </Shown>
  )
}

function Progress({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('handover')
  const { t: common } = useTranslation()
  const pages = usePages(routes.offers, { query: { memberId, limit: 20 } })
  const acts = useOfferActs()
  return (
    <section className="sheet sheet-pad" aria-label={t('progress')}>
      <h2>{t('progress')}</h2>
      {pages.loading ? <RowsSkeleton rows={2} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && pages.items.length === 0 ? (
        <EmptyState icon={<SwapOutlined />} title={t('noOffers')} hint={t('noOffersHint')} />
      ) : null}
      <ol className="handover-cards">
        {pages.items.map((offer) => (
          <Offer key={offer.id} offer={offer} acts={acts} />
        ))}
      </ol>
      {pages.hasMore ? (
        <Button block loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
      {acts.dialog}
    </section>
  )
}

type OfferProps = { readonly offer: ItemOf<typeof routes.offers>; readonly acts: OfferActs }

function Offer({ offer, acts }: OfferProps) {
  const { t } = useTranslation('handover')
  const { kind, count, from, to, by, because, answer, madeAt, can, occasion, state } = offer
  const permission = occasion === 'departure' ? 'handover.run' : 'handover.inservice'
  return (
    <li className={state === 'offered' ? 'handover-open' : ''}>
      <div className="handover-card-head">
        <strong>{t('line', { from: from.name, to: to.name })}</strong>
        <OfferTag state={state} />
      </div>
      <span>{t('things', { kind: t(`kind.${kind}`), count })}</span>
      <OfferItems offer={offer} />
      <OfferFates offer={offer} />
      <small className="quiet">
        {t(`occasion.${occasion}`)} · {t('by', { by })} · <Time at={madeAt} /> · {t('because', { because })}
      </small>
      {answer === null ? null : <span>{t('answer', { answer })}</span>}
      <OfferTimes offer={offer} />
      {state === 'offered' ? (
        <div className="handover-acts">
          <ReasonButton can={can.withdraw} permission={permission} onClick={() => acts.withdraw(offer)}>
            {t('withdraw.act')}
          </ReasonButton>
        </div>
      ) : null}
      {state === 'accepted' || state === 'parked' ? (
        <div className="handover-acts">
          <ReasonButton can={can.reverse} permission={permission} onClick={() => acts.reverse(offer)}>
            {t('reverse.act')}
          </ReasonButton>
        </div>
      ) : null}
    </li>
  )
}
