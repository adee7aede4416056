import { contract } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { DecidingDetail } from '../../requests/deciding-detail.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'

const here = getRouteApi('/signed/console/requests/$requestId')

/** One request in full, in the console. */
export function RequestPage() {
  const { t } = useTranslation('requests')
  const { requestId } = here.useParams()
  const read = useAsk(contract.requests.one, { params: { requestId } })
  return (
    <div className="page">
      <p>
        <Link to="/console/requests">{t('backConsole')}</Link>
      </p>
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(view) => <DecidingDetail view={view} />}
      </Shown>
    </div>
  )
}
