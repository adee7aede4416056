import type { RequestView, ShownTerms } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '../ui/reason-button.tsx'
import { clockTime } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'
import { useEndWords } from './request-words.tsx'
import { useOfferActs } from './use-request-acts.tsx'

/** Narrower terms that an approver would give, beside those that were asked for. */
export function OfferPart({ view }: { readonly view: RequestView }) {
  const { t } = useTranslation('requests')
  const { accept, decline, dialog } = useOfferActs(view)
  const { offer, terms, can } = view
  if (offer === null || terms === null) return null
  return (
    <section className="sheet sheet-pad request-todo" aria-labelledby={`offer-${view.id}`}>
      <h2 id={`offer-${view.id}`}>{t('offer.title')}</h2>
      <p>{t('offer.lead', { name: offer.by.name, until: clockTime(offer.until) })}</p>
      {offer.because === '' ? null : <blockquote className="request-said">{offer.because}</blockquote>}
      <TermsTable asked={terms} offered={offer.terms} />
      {view.state === 'offered' ? (
        <div className="page-acts">
          <ReasonButton type="primary" can={can.accept} onClick={accept}>
            {t('offer.accept')}
          </ReasonButton>
          <ReasonButton can={can.accept} onClick={decline}>
            {t('offer.decline')}
          </ReasonButton>
        </div>
      ) : null}
      {dialog}
    </section>
  )
}

type TermsProps = { readonly asked: ShownTerms; readonly offered: ShownTerms }

function TermsTable({ asked, offered }: TermsProps) {
  const { t } = useTranslation('requests')
  const end = useEndWords()
  const from = (terms: ShownTerms): string =>
    terms.from === null ? t('terms.atOnce') : clockTime(terms.from)
  const rows = [
    { key: 'rights' as const, of: (terms: ShownTerms) => listed(terms.rights.map(({ label }) => label)) },
    { key: 'scope' as const, of: (terms: ShownTerms) => terms.scope.label },
    { key: 'from' as const, of: from },
    { key: 'until' as const, of: end },
  ]
  return (
    <table className="plain request-offer">
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">{t('terms.title')}</span>
          </th>
          <th scope="col">{t('offer.asked')}</th>
          <th scope="col">{t('offer.offered')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, of }) => {
          const same = of(asked) === of(offered)
          return (
            <tr key={key}>
              <th scope="row">{t(`terms.${key}`)}</th>
              <td>{of(asked)}</td>
              <td>
                {same ? <span className="quiet">{t('offer.same')}</span> : <strong>{of(offered)}</strong>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
