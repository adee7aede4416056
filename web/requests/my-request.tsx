import { contract } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { RequestDetail } from './request-detail.tsx'

const here = getRouteApi('/signed/work/me/requests/$requestId')

/** One request of mine, or one that waits for me. */
export function MyRequestPage() {
  const { t } = useTranslation('requests')
  const { requestId } = here.useParams()
  const read = useAsk(contract.requests.one, { params: { requestId } })
  return (
    <div className="page page-narrow">
      <p>
        <Link to="/me/requests">{t('back')}</Link>
      </p>
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(view) => <RequestDetail view={view} />}
      </Shown>
    </div>
  )
}
