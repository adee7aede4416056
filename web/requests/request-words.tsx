import type { RequestLine, RequestState, RouteWho, ShownTerms } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { RiskTag } from '../ui/permission-name.tsx'
import { clockTime } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'
import { inUnits } from '../words/units.ts'
import { spanOf } from './spans.ts'

const looks: Readonly<Record<RequestState, string>> = {
  draft: '',
  confirming: 'tag-warn',
  pending: 'risk-medium',
  'needs-info': 'tag-warn',
  offered: 'tag-warn',
  rejected: 'tag-broken',
  appealed: 'risk-medium',
  upheld: 'tag-broken',
  granted: 'tag-good',
  withdrawn: '',
  lapsed: '',
}

/** Where a request stands, in a word and a colour. */
export function RequestStateTag({ state }: { readonly state: RequestState }) {
  const { t } = useTranslation('requests')
  return <span className={`tag ${looks[state]}`}>{t(`state.${state}`)}</span>
}

const NAMED_MAX = 2

/** What is asked for, in short: the rights by name, and that it is more time or an account. */
export function useWhatWords(): (request: Pick<RequestLine, 'kind' | 'terms'>) => string {
  const { t } = useTranslation('requests')
  return ({ kind, terms }) => {
    if (kind === 'account') return t('account')
    if (terms === null) return t('unnamed')
    const names = listed(terms.rights.slice(0, NAMED_MAX).map(({ label }) => label))
    const count = terms.rights.length
    const rights = count > NAMED_MAX ? `${names} ${t('more', { count })}` : names
    return kind === 'extension' ? `${t('extension')}：${rights}` : rights
  }
}

/** When it would end: an instant, so long after it is given, or never. */
export function useEndWords(): (terms: Pick<ShownTerms, 'until' | 'lasts'>) => string {
  const { t } = useTranslation('requests')
  return ({ until, lasts }) => {
    if (until !== null) return clockTime(until)
    if (lasts === null) return t('terms.forever')
    const { unit, count } = spanOf(lasts)
    return t('terms.lasts', { span: inUnits(count, unit) })
  }
}

/** What is asked for with its risk, in a row of a list. */
export function WhatIsAsked({ request }: { readonly request: RequestLine }) {
  const words = useWhatWords()
  return (
    <span className="request-what">
      <strong>{words(request)}</strong> {request.terms === null ? null : <RiskTag risk={request.risk} />}
    </span>
  )
}

/** On whom it waits: those who decide, or, once they have asked or offered something, whom it is for. */
export function useAwaited(): (request: Pick<RequestLine, 'state' | 'now' | 'member'>) => string {
  const { t } = useTranslation('requests')
  return ({ state, now, member }) => {
    if (state === 'needs-info' || state === 'offered') return t('awaits', { name: member.name })
    const names = now?.people ?? []
    return t('with', { names: names.length === 0 ? t('nobody') : listed(names) })
  }
}

/** Who decides a stage, as a kind of people. */
export function useRouteWords(): (who: RouteWho) => string {
  const { t } = useTranslation('requests')
  return (who) => t(`route.${who}`)
}
