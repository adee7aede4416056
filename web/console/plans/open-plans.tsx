import { CalendarOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { PlanLine } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { clockTime } from '../../ui/time.tsx'

/** Plans about a person that are still to come, with their day; nothing where there are none, or one may not see them. */
export function OpenPlans({ memberId }: { readonly memberId: string }) {
  const may = useMay('perm.view')
  const { data } = useAsk(
    contract.plans.list,
    { query: { memberId, state: 'running', limit: 5 } },
    { enabled: may.allowed },
  )
  if (data === undefined || data.items.length === 0) return null
  return (
    <ul className="lines plan-open">
      {data.items.map((plan) => (
        <Line key={plan.id} plan={plan} memberId={memberId} />
      ))}
    </ul>
  )
}

/** People of a plan read to find the day of one of them. */
const READ_MAX = 200

function Line({ plan, memberId }: { readonly plan: PlanLine; readonly memberId: string }) {
  const { t } = useTranslation('plans')
  const { id, what, due, counts } = plan
  const many = counts.people > 1
  const { data } = useAsk(
    contract.plans.items,
    { params: { planId: id }, query: { limit: READ_MAX } },
    { enabled: many },
  )
  // A plan for several tells the first day to come; this person's may be another.
  const own = data?.items.find((item) => item.memberId === memberId)?.due ?? (many ? null : due)
  return (
    <li>
      <span className="stack">
        <strong>
          <CalendarOutlined aria-hidden /> {t('card.planned', { what: t(`whats.${what}`) })}
        </strong>
        {own === null ? null : <small>{clockTime(own)}</small>}
      </span>
      <Link to="/console/plans/$planId" params={{ planId: id }}>
        {t('card.see')}
      </Link>
    </li>
  )
}
