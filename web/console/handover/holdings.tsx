import { handedKind } from '@hufu/contract'
import type { Answered, HandedKind, HoldingView } from '@hufu/contract'
import type { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { OfferForm } from './offer-form.tsx'

export type HoldingsView = Answered<typeof contract.handover.holdings>

/** Everything a person holds by kind, and the way to hand it on. */
export function Holdings({ view }: { readonly view: HoldingsView }) {
  const { t } = useTranslation('handover')
  const [open, setOpen] = useState<HandedKind | null>(null)
  const going = view.holdings.filter(({ goes }) => goes !== 'ends')
  const ending = view.holdings.filter(({ goes }) => goes === 'ends')
  const chosen = going.find(({ kind }) => kind === open)
  return (
    <section className="sheet sheet-pad" aria-label={t('holdings')}>
      <h2>{t('holdings')}</h2>
      <ul className="handover-kinds">
        {going.map((holding) => (
          <Kind key={holding.kind} holding={holding} view={view} onOffer={setOpen} />
        ))}
      </ul>
      <dl className="handover-ends" aria-label={t('goes.ends')}>
        {ending.map(({ kind, count }) => (
          <div key={kind}>
            <dt>{t(`kind.${kind}`)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t('goes.ends')}</p>
      {open === null || chosen === undefined ? null : (
        <OfferForm view={view} kind={open} holding={chosen} onClose={() => setOpen(null)} />
      )}
    </section>
  )
}

type KindProps = {
  readonly holding: HoldingView
  readonly view: HoldingsView
  readonly onOffer: (kind: HandedKind) => void
}

function Kind({ holding: { kind, goes, count, items }, view, onOffer }: KindProps) {
  const { t } = useTranslation('handover')
  const handed = handedKind.safeParse(kind)
  const can = view.can.inservice.allowed ? view.can.inservice : view.can.departure
  return (
    <li aria-label={t(`kind.${kind}`)}>
      <header>
        <strong>{t(`kind.${kind}`)}</strong>
        <strong>{count}</strong>
      </header>
      <small className="quiet">{t(`goes.${goes}`)}</small>
      {count === 0 || items.every(({ name }) => name === '') ? null : (
        <details>
          <summary>{t('showItems')}</summary>
          <ul>
            {items.map(({ id, name, sole, offered }) => (
              <li key={id}>
                <span>{name}</span>
                {offered ? (
                  <span className="tag tag-warn">{t('offered')}</span>
                ) : sole ? (
                  <small className="quiet">{t('sole')}</small>
                ) : null}
              </li>
            ))}
          </ul>
          {count > items.length ? <small className="quiet">{t('more', { count })}</small> : null}
        </details>
      )}
      {handed.success && count > 0 && !items.every(({ offered }) => offered) ? (
        <ReasonButton
          can={can}
          permission="handover.inservice"
          aria-label={`${t('offer.act')} ${t(`kind.${kind}`)}`}
          onClick={() => onOffer(handed.data)}
        >
          {t('offer.act')}
        </ReasonButton>
      ) : null}
      {goes === 'administrator' && count > 0 ? (
        <Link to="/console/administrators" search={{ find: view.memberName }}>
          {t('seats')}
        </Link>
      ) : null}
    </li>
  )
}
