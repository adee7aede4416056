import { useTranslation } from 'react-i18next'
import { Span, useNow } from '../ui/time.tsx'

type Timed = { readonly inForce: boolean; readonly endedAt: string | null; readonly until: string | null }

/** Whether a grant, a restriction or a seat is in force, not yet, or over. */
export function RuleState({ rule }: { readonly rule: Timed }) {
  const { t } = useTranslation('authority')
  const now = useNow()
  if (rule.inForce) return <span className="tag tag-good">{t('grants.inForce')}</span>
  const over = rule.endedAt !== null || (rule.until !== null && Date.parse(rule.until) < now)
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
