import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { mayAnswer, waitingQuery } from '../data/waiting.ts'
import { PageHead } from '../ui/page-head.tsx'
import { ApprovalCards } from './approval-cards.tsx'

/** What waits for me to decide, the most urgent first. */
export function WaitingPage() {
  const { t } = useTranslation('approvals')
  const { data } = useQuery({ ...waitingQuery, enabled: mayAnswer() })
  const count = data === undefined ? 0 : (data.total ?? data.items.length)
  const late = data?.overdue ?? 0
  return (
    <div className="page page-narrow approvals-page">
      <PageHead
        title={t('title')}
        lead={
          count === 0
            ? t('lead')
            : `${t('waiting', { count })}${late === 0 ? '' : ` · ${t('overdue', { count: late })}`}`
        }
        acts={
          <Link to="/me/deputies" className="request-link">
            {t('deputies.title')}
          </Link>
        }
      />
      <ApprovalCards order="queue" />
    </div>
  )
}
