import { CheckCircleOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RequestLine } from '@hufu/contract'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, usePages } from '../data/queries.ts'
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
  const gone = useGone(pages.items, decided)
  const past = useMemo(() => [...decided, ...gone], [decided, gone])
  const more = pages.hasMore ? (
    <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
      {common('act.more')}
    </Button>
  ) : null
  const none = pages.items.length === 0 && (order === 'queue' || past.length === 0)
  return (
    <>
      {pages.loading ? <RowsSkeleton rows={3} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && none ? (
        <EmptyState icon={<CheckCircleOutlined />} title={t('none')} hint={t('noneHint')} />
      ) : null}
      {order === 'thread' ? (
        <>
          {more}
          <Cards
            label={t('title')}
            shown={[...past, ...pages.items].toSorted((a, b) => a.at.localeCompare(b.at))}
            open={pages.items
              .toSorted((a, b) => a.at.localeCompare(b.at))
              .slice(-OPEN_MAX)
              .map(({ id }) => id)}
            gone={gone}
          />
        </>
      ) : (
        <>
          <Cards
            label={t('title')}
            shown={pages.items}
            open={pages.items.slice(0, OPEN_MAX).map(({ id }) => id)}
            gone={gone}
          />
          {more}
          {past.length === 0 ? null : <h2>{t('card.decided')}</h2>}
          <Cards label={t('card.decided')} shown={past} open={[]} gone={gone} />
        </>
      )}
    </>
  )
}

type CardsProps = {
  readonly label: string
  readonly shown: readonly RequestLine[]
  /** Ids of those that are read to the end without a press. */
  readonly open: readonly string[]
  readonly gone: readonly RequestLine[]
}

function Cards({ label, shown, open, gone }: CardsProps) {
  if (shown.length === 0) return null
  return (
    <ol className="approvals" aria-label={label}>
      {shown.map((request) => (
        <li key={request.id}>
          {gone.includes(request) ? (
            <GoneCard request={request} />
          ) : (
            <ApprovalCard request={request} isOpen={open.includes(request.id)} />
          )}
        </li>
      ))}
    </ol>
  )
}

/** What stood here since the page was opened and waits no more, though I did not decide it: it was asked about, taken back. */
function useGone(waiting: readonly RequestLine[], decided: readonly RequestLine[]): readonly RequestLine[] {
  const [seen, setSeen] = useState<readonly RequestLine[]>([])
  const fresh = waiting.filter(({ id }) => !seen.some((one) => one.id === id))
  if (fresh.length > 0) setSeen([...seen, ...fresh])
  return useMemo(() => {
    const there = new Set([...waiting, ...decided].map(({ id }) => id))
    return seen.filter(({ id }) => !there.has(id))
  }, [seen, waiting, decided])
}

/** A card that turned: how it stands now is read anew. */
function GoneCard({ request }: { readonly request: RequestLine }) {
  const { data } = useAsk(contract.requests.one, { params: { requestId: request.id } })
  return <ApprovalCard request={data ?? { ...request, waitsForMe: false }} isOpen={false} />
}
