import { CalendarOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { clockTime } from '../../ui/time.tsx'

/** Plans about a person that are still to come, with their day; nothing where there are none, or one may not see them. */
export function OpenPlans({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('plans')
  const may = useMay('perm.view')
  const { data } = useAsk(
    contract.plans.list,
    { query: { memberId, state: 'running', limit: 5 } },
    { enabled: may.allowed },
  )
  if (data === undefined || data.items.length === 0) return null
  return (
    <ul className="lines plan-open">
      {data.items.map(({ id, what, due }) => (
        <li key={id}>
          <span className="stack">
            <strong>
              <CalendarOutlined aria-hidden /> {t('card.planned', { what: t(`whats.${what}`) })}
            </strong>
            <small>{clockTime(due)}</small>
          </span>
          <Link to="/console/plans/$planId" params={{ planId: id }}>
            {t('card.see')}
          </Link>
        </li>
      ))}
    </ul>
  )
}
