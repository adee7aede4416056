import { CheckCircleOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { ApprovalCard } from './approval-card.tsx'
import './requests.css'

/** Cards that open by themselves: the newest, or where there are few, all. */
const OPEN_MAX = 2
const LATELY = 20

type Props = {
  /** In a thread the newest stands below; in a queue the most urgent stands above, as the server gives it. */
  readonly order: 'thread' | 'queue'
}

/** What waits for me and what I have just decided, as cards that turn where they stand. */
export function ApprovalCards({ order }: Props) {
  const { t } = useTranslation('approvals')
  const { t: common } = useTranslation()
  const pages = usePages(contract.requests.waiting, { query: { limit: 50 } })
  // What I decided lately stays, each where it stood.
  const decided = usePages(contract.requests.waiting, { query: { limit: LATELY, decided: 'true' } }).items
  const shown = useMemo(() => {
    const waiting = new Set(pages.items.map(({ id }) => id))
    const all = [...pages.items, ...decided.filter(({ id }) => !waiting.has(id))]
    return order === 'queue' ? all : all.toSorted((a, b) => a.at.localeCompare(b.at))
  }, [pages.items, decided, order])
  const open = new Set(
    (order === 'queue' ? shown.slice(0, OPEN_MAX) : shown.slice(-OPEN_MAX)).map(({ id }) => id),
  )
  const more = pages.hasMore ? (
    <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
      {common('act.more')}
    </Button>
  ) : null
  return (
    <>
      {pages.loading ? <RowsSkeleton rows={3} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && shown.length === 0 ? (
        <EmptyState icon={<CheckCircleOutlined />} title={t('none')} hint={t('noneHint')} />
      ) : null}
      {order === 'thread' ? more : null}
      <ol className="approvals" aria-label={t('title')}>
        {shown.map((request) => (
          <li key={request.id}>
            <ApprovalCard request={request} isOpen={open.has(request.id)} />
          </li>
        ))}
      </ol>
      {order === 'queue' ? more : null}
    </>
  )
}
