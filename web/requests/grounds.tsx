import { contract } from '@hufu/contract'
import type { RequestCard, RequestView } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { PermissionName, RiskTag } from '../ui/permission-name.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { RequestStateTag } from './request-words.tsx'
import { Suggestion } from './suggestion.tsx'

type Props = { readonly view: RequestView }

/** What an approver goes by: the exact effect and the suggestion; behind a press the peers, similar requests, the past. */
export function Grounds({ view }: Props) {
  const read = useAsk(contract.requests.card, { params: { requestId: view.id } })
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={2} />}>
      {(card) => (
        <div className="grounds">
          {/* An account that is restored gets back what it had: there is nothing to compare. */}
          {view.terms === null ? null : (
            <>
              <Effect card={card} />
              <Peers card={card} />
            </>
          )}
          <Suggestion suggestion={card.suggestion} />
          <More view={view} card={card} />
        </div>
      )}
    </Shown>
  )
}

function Effect({ card: { effect } }: { readonly card: RequestCard }) {
  const { t } = useTranslation('approvals')
  return (
    <section aria-label={t('card.effect')}>
      <h3>{t('card.effect')}</h3>
      {effect.length === 0 ? <p className="quiet">{t('card.effectNone')}</p> : null}
      <ul className="grounds-effect">
        {effect.map(({ permission, how, risk, before, after }) => (
          <li key={permission} className={`effect-${how}`}>
            <span className="tag">{t(`card.how.${how}`)}</span> <PermissionName id={permission} />{' '}
            <RiskTag risk={risk} />
            {before === '' && after === '' ? null : (
              <small className="quiet">
                {' '}
                {before === '' ? after : after === '' ? before : t('card.change', { before, after })}
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Peers({ card: { peers } }: { readonly card: RequestCard }) {
  const { t } = useTranslation('approvals')
  const { position, of, have } = peers
  return (
    <p>
      {of === 0
        ? t('card.noPeers')
        : position === null
          ? t('card.peers', { of, have })
          : t('card.peersOf', { position, of, have })}
    </p>
  )
}

function More({ view, card }: Props & { readonly card: RequestCard }) {
  const { t } = useTranslation('approvals')
  const [open, setOpen] = useState(false)
  const { similar, history } = card
  const said = view.endorsements.filter(({ words }) => words !== null)
  return (
    <>
      <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'card.less' : 'card.more')}
        {said.length === 0 ? null : ` · ${t('card.endorsements', { count: said.length })}`}
      </Button>
      {open ? (
        <div className="grounds-more">
          <h3>{t('card.similar')}</h3>
          {similar.length === 0 ? <p className="quiet">{t('card.noSimilar')}</p> : null}
          <ul>
            {similar.map(({ id, name, state, at, because }) => (
              <li key={id}>
                {name} <RequestStateTag state={state} />{' '}
                <small className="quiet">
                  <Time at={at} /> · {because}
                </small>
              </li>
            ))}
          </ul>
          <h3>{t('card.history')}</h3>
          {history.length === 0 ? <p className="quiet">{t('card.noHistory')}</p> : null}
          <ul>
            {history.map(({ at, what, words }) => (
              <li key={`${at}${what}`}>
                <span className="tag">{t(`card.what.${what}`)}</span> {words}{' '}
                <small className="quiet">
                  <Time at={at} />
                </small>
              </li>
            ))}
          </ul>
          {said.map(({ by, words }) => (
            <blockquote key={by.id} className="request-said">
              <strong>{by.name}</strong> {words}
            </blockquote>
          ))}
        </div>
      ) : null}
    </>
  )
}
