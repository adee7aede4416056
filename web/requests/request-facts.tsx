import type { RequestView } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../ui/facts.tsx'
import { RiskTag } from '../ui/permission-name.tsx'
import { Time, clockTime, exactTime } from '../ui/time.tsx'
import { useEndWords } from './request-words.tsx'

type Props = { readonly view: RequestView }

/** Exactly what is asked for and why, with what shows the need. On paper instants are told to the second. */
export function RequestFacts({ view, exact = false }: Props & { readonly exact?: boolean }) {
  const { t } = useTranslation('requests')
  return (
    <section className="sheet sheet-pad request-facts" aria-labelledby={`terms-${view.id}`}>
      <h2 id={`terms-${view.id}`}>{t('terms.title')}</h2>
      <Facts facts={useFacts(view, exact)} />
      <Lifts view={view} />
    </section>
  )
}

function useFacts(view: RequestView, exact: boolean) {
  const { t } = useTranslation('requests')
  const end = useEndWords()
  const { terms, need, because, evidence, answers } = view
  const fact = (key: string, label: string, value: ReactNode) => ({ key, label, value })
  return [
    ...(terms === null
      ? []
      : [
          fact('rights', t('terms.rights'), <Rights view={view} />),
          fact('scope', t('terms.scope'), terms.scope.label),
          fact('from', t('terms.from'), terms.from === null ? t('terms.atOnce') : clockTime(terms.from)),
          fact('until', t('terms.until'), end(terms)),
        ]),
    ...(view.extends === null
      ? []
      : [
          fact(
            'extends',
            t('terms.extends'),
            view.extends.until === null ? t('terms.forever') : clockTime(view.extends.until),
          ),
        ]),
    fact('need', t('need.label'), t(`need.${need}`)),
    fact('because', t('terms.because'), <span className="request-said">{because}</span>),
    ...(evidence.length === 0
      ? []
      : [fact('evidence', t('terms.evidence'), <Evidence evidence={evidence} />)]),
    ...answers.map(({ id, question, answer }) => fact(id, question, answer)),
    fact('asked', t('terms.asked'), exact ? exactTime(view.at) : <Time at={view.at} />),
  ]
}

function Rights({ view: { terms } }: Props) {
  const { t } = useTranslation('requests')
  return (
    <ul className="request-rights">
      {terms?.rights.map((right) => (
        <li key={right.type === 'role' ? right.id : right.key}>
          {right.label} <RiskTag risk={right.risk} />{' '}
          {right.type === 'role' ? (
            <small className="quiet">{t('terms.role', { count: right.permissions.length })}</small>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function Evidence({ evidence }: { readonly evidence: RequestView['evidence'] }) {
  const { t } = useTranslation('requests')
  return (
    <ul>
      {evidence.map(({ type, label, at }) => (
        <li key={`${type}${label}${at ?? ''}`}>
          <span className="tag">{t(`terms.${type}`)}</span> {label}
        </li>
      ))}
    </ul>
  )
}

/** Restrictions of this person that would be lifted with it. */
function Lifts({ view: { lifts } }: Props) {
  const { t } = useTranslation('requests')
  if (lifts.length === 0) return null
  return (
    <section className="consequence" aria-label={t('terms.lifts')}>
      <h3>{t('terms.lifts')}</h3>
      <ul>
        {lifts.map(({ id, label, by, because, at }) => (
          <li key={id}>
            {label}{' '}
            <small className="quiet">
              {t('terms.liftLine', { by, because })} · <Time at={at} />
            </small>
          </li>
        ))}
      </ul>
      <p className="quiet">{t('terms.liftNote')}</p>
    </section>
  )
}
