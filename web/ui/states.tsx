import { CloudServerOutlined, InboxOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { denialOf, isProblem, wordsOfError } from '../data/problem.ts'
import { WayOnFrom } from './way-on.tsx'

type Words = {
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly action?: ReactNode
  readonly icon?: ReactNode
}

/** Nothing to show, said kindly, with a way on where there is one. */
export function EmptyState({ title, hint, action, icon }: Words) {
  return (
    <div className="state">
      <div className="state-icon" aria-hidden>
        {icon ?? <InboxOutlined />}
      </div>
      <p className="state-title">{title}</p>
      {hint === undefined ? null : <p className="state-hint">{hint}</p>}
      {action}
    </div>
  )
}

/** What an empty list says: that there is nothing yet, or, under a filter, what lists say by themselves. */
export const emptyUnless = (filtered: boolean, title: string, hint: string): { readonly empty?: ReactNode } =>
  filtered ? {} : { empty: <EmptyState title={title} hint={hint} /> }

/** A read that failed: the words, the request to quote, and another try. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation()
  const requestId = isProblem(error) ? error.requestId : null
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudServerOutlined />}
        title={t(denialOf(error) === null ? 'state.failed' : 'state.denied')}
        hint={
          <>
            {wordsOfError(error)}
            {requestId === null ? null : (
              <small className="request-id">{t('state.requestId', { id: requestId })}</small>
            )}
          </>
        }
        action={
          denialOf(error) === null ? (
            onRetry === undefined ? null : (
              <Button onClick={onRetry}>{t('act.retry')}</Button>
            )
          ) : (
            <WayOnFrom error={error} />
          )
        }
      />
    </div>
  )
}

/** Grey bars where rows will be. */
export function RowsSkeleton({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="rows-skeleton" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton
          key={row}
          active
          avatar
          title={false}
          paragraph={{ rows: 1, width: `${85 - (row % 3) * 15}%` }}
        />
      ))}
    </div>
  )
}

/** Grey lines where a page will be. */
export function PageSkeleton() {
  const { t } = useTranslation()
  return (
    <div className="page" role="status" aria-label={t('state.loading')}>
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  )
}

type Read<T> = { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown }

/** Shows a read: its skeleton, its failure, or what it brought. A failed refresh keeps what was there. */
export function Shown<T>({
  read,
  skeleton,
  children,
}: {
  readonly read: Read<T>
  readonly skeleton?: ReactNode
  readonly children: (data: T) => ReactNode
}) {
  if (read.data !== undefined) return children(read.data)
  if (read.error !== null) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />
  return skeleton ?? <RowsSkeleton />
}
