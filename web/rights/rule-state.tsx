import { useTranslation } from 'react-i18next'
import { Span, useNow } from '../ui/time.tsx'

type Timed = {
  readonly inForce: boolean
  readonly endedAt: string | null
  readonly until: string | null
  /** Of a grant. */
  readonly suspended?: object | null
}

/** Whether a grant, a restriction or a seat is in force, not yet, suspended, or over. */
export function RuleState({ rule }: { readonly rule: Timed }) {
  const { t } = useTranslation('authority')
  const { t: lives } = useTranslation('lives')
  const now = useNow()
  if (rule.inForce) return <span className="tag tag-good">{t('grants.inForce')}</span>
  const over = rule.endedAt !== null || (rule.until !== null && Date.parse(rule.until) < now)
  if (!over && (rule.suspended ?? null) !== null) return <span className="tag tag-warn">{lives('mark')}</span>
  return <span className="tag">{t(over ? 'grants.over' : 'grants.notYet')}</span>
}

/** From when until when a seat holds; said in so many words when that is not now. */
export function SeatSpan({ seat }: { readonly seat: Timed & { readonly from: string | null } }) {
  return (
    <span>
      <Span from={seat.from} until={seat.until} /> {seat.inForce ? null : <RuleState rule={seat} />}
    </span>
  )
}
