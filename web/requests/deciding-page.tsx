import { contract } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { DecidingDetail } from './deciding-detail.tsx'

const here = getRouteApi('/signed/work/requests/$requestId')

/** One request in full, for who decides it. */
export function DecidingPage() {
  const { t } = useTranslation('approvals')
  const { requestId } = here.useParams()
  const read = useAsk(contract.requests.one, { params: { requestId } })
  return (
    <div className="page page-narrow">
      <p>
        <Link to="/requests">{t('title')}</Link>
      </p>
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(view) => <DecidingDetail view={view} />}
      </Shown>
    </div>
  )
}
