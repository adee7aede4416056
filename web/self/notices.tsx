import { contract } from '@hufu/contract'
import type { Notice } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Badge, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { BellOutlined } from '@ant-design/icons'
import { usePages, useWrite } from '../data/queries.ts'
import { PageHead } from '../ui/page-head.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import { SeatLink } from './seat-link.tsx'
import './self.css'

/** As many as one request marks. */
const MARKED_MAX = 200

/** What I was told, newest first. */
export function NoticesPage() {
  const { t } = useTranslation('self')
  const { t: common } = useTranslation()
  const tell = useTell()
  const pages = usePages(contract.notices.list, { query: { limit: 30 } })
  const read = useWrite(contract.notices.read)
  const fresh = pages.items.filter(({ readAt }) => readAt === null).map(({ id }) => id)
  return (
    <div className="page page-narrow self">
      <PageHead
        title={t('notices.title')}
        lead={t('notices.lead')}
        acts={
          <Button
            disabled={fresh.length === 0}
            loading={read.isPending}
            onClick={() =>
              read.mutate({ body: { ids: fresh.slice(0, MARKED_MAX) } }, { onError: tell.problem })
            }
          >
            {t('notices.markRead')}
          </Button>
        }
      />
      <section className="sheet sheet-pad" aria-label={t('notices.title')}>
        {pages.loading ? <RowsSkeleton /> : null}
        {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
        {!pages.loading && pages.error === null && pages.items.length === 0 ? (
          <EmptyState icon={<BellOutlined />} title={t('notices.none')} hint={t('notices.noneHint')} />
        ) : null}
        <ol className="lines self-notices">
          {pages.items.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} />
          ))}
        </ol>
        {pages.hasMore ? (
          <Button block loading={pages.loadingMore} onClick={pages.more}>
            {common('act.more')}
          </Button>
        ) : null}
      </section>
    </div>
  )
}

function NoticeLine({ notice: { title, words, at, readAt, entry, leads } }: { readonly notice: Notice }) {
  const { t } = useTranslation('self')
  return (
    <li className={readAt === null ? 'self-notice self-notice-new' : 'self-notice'}>
      <strong>
        {readAt === null ? (
          <>
            <Badge status="error" /> <span className="sr-only">{t('notices.new')}</span>
          </>
        ) : null}
        {title}
      </strong>
      <span>{words}</span>
      <small className="quiet">
        <Time at={at} />
        {leads === null ? null : <SeeIt {...leads} />}
        {entry === null ? null : entry.can.allowed ? (
          <Link to="/console/ledger" search={{ entry: String(entry.index) }}>
            {t('notices.entry')}
          </Link>
        ) : (
          <History />
        )}
      </small>
    </li>
  )
}

/** One's own is read in the messenger, that of others in the console. */
function SeeIt({ kind, id, mine }: NonNullable<Notice['leads']>) {
  const { t } = useTranslation('self')
  const words = t(`notices.see.${kind}`)
  switch (kind) {
    case 'revocation':
      return (
        <Link
          to={mine ? '/me/revocations/$revocationId' : '/console/revocations/$revocationId'}
          params={{ revocationId: id }}
        >
          {words}
        </Link>
      )
    case 'plan':
      return mine ? (
        <History />
      ) : (
        <Link to="/console/plans/$planId" params={{ planId: id }}>
          {words}
        </Link>
      )
    case 'handover':
      return mine ? (
        <Link to="/me/handovers">{words}</Link>
      ) : (
        <Link to="/console/members/$memberId/handover" params={{ memberId: id }}>
          {words}
        </Link>
      )
    case 'request':
      return (
        <Link to={mine ? '/me/requests/$requestId' : '/requests/$requestId'} params={{ requestId: id }}>
          {words}
        </Link>
      )
    case 'report':
      return mine ? (
        <Link to="/me/requests">{words}</Link>
      ) : (
        <Link to="/console/requests" search={{ tab: 'reports' }}>
          {words}
        </Link>
      )
    case 'sessions':
    case 'half':
    case 'act':
    case 'transfer':
    case 'checklist':
    case 'claim':
      return <SeatLink kind={kind} id={id} mine={mine} />
    case 'member':
      return mine ? (
        <History />
      ) : (
        <Link to="/console/members/$memberId" params={{ memberId: id }}>
          {words}
        </Link>
      )
  }
}

function History() {
  const { t } = useTranslation('self')
  return (
    <Link to="/me/permissions" search={{ tab: 'history' }}>
      {t('notices.history')}
    </Link>
  )
}
