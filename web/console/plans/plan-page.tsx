import { contract } from '@hufu/contract'
import type { PlanView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { PlanHead } from './plan-head.tsx'
import { PlanPeople } from './plan-people.tsx'
import '../console.css'
import '../revocations/revocations.css'
import './plans.css'

const here = getRouteApi('/signed/console/plans/$planId')
const SOON_MS = 60_000
const POLL_MS = 2000
const SLOW_POLL_MS = 20_000

/** One plan: what, when and why, how far it has come with each person, and what can be done with it. */
export function PlanPage() {
  const { t } = useTranslation('plans')
  const { planId } = here.useParams()
  const input = { params: { planId } }
  const first = useAsk(contract.plans.one, input)
  const everyMs = first.data === undefined ? false : pollOf(first.data, first.dataUpdatedAt)
  // The same read, asked again while something is being done or about to be.
  const read = useAsk(contract.plans.one, input, { everyMs })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => (
        <div className="page plan" key={planId}>
          <PlanHead view={view} />
          <section className="sheet sheet-pad" aria-labelledby="plan-people">
            <h2 id="plan-people">{t('one.people')}</h2>
            <PlanPeople view={view} />
          </section>
        </div>
      )}
    </Shown>
  )
}

/** Every two seconds while a moment is near or past, seldom while it is far, and never when nothing is to come. */
function pollOf({ state, due, counts }: PlanView, readAt: number): number | false {
  if (state === 'agreeing') return SLOW_POLL_MS
  if (state !== 'running') return false
  return counts.waiting > 0 && Date.parse(due) - readAt < SOON_MS ? POLL_MS : SLOW_POLL_MS
}
