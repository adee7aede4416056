import { FileAddOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RequestLine } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Badge, Button, Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { usePages } from '../data/queries.ts'
import type { Pages } from '../data/queries.ts'
import { PageHead } from '../ui/page-head.tsx'
import { useSettled } from '../ui/settled.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { MyReports } from './my-reports.tsx'
import { fitsRequest } from './fits.ts'
import { RequestStateTag, WhatIsAsked, useAwaited, useWhatWords } from './request-words.tsx'
import './requests.css'

const here = getRouteApi('/signed/work/me/requests')
const shows = ['all', 'open', 'closed', 'drafts'] as const

/** What I asked for and what was asked for me, newest first. */
export function MyRequestsPage() {
  const { t } = useTranslation('requests')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const show = shows.find((each) => each === search.show) ?? 'all'
  const open =
    show === 'open' ? { open: 'true' as const } : show === 'closed' ? { open: 'false' as const } : {}
  const pages = usePages(contract.requests.mine, { query: { limit: 50, ...open } })
  const put = (change: { find?: string | undefined; show?: string | undefined }): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const typed = useSettled(search.find ?? '', (find) => put({ find: find === '' ? undefined : find }))
  return (
    <div className="page page-narrow">
      <PageHead
        title={t('title')}
        lead={t('lead')}
        acts={
          <Link to="/me/requests/new" className="link-button">
            <FileAddOutlined aria-hidden /> {t('new')}
          </Link>
        }
      />
      <div className="toolbar" role="search">
        <Input.Search
          className="grow"
          allowClear
          value={typed.value}
          placeholder={t('find')}
          aria-label={t('find')}
          onChange={(event) => typed.type(event.target.value)}
        />
        <Segmented
          aria-label={t('show')}
          value={show}
          options={shows.map((each) => ({ value: each, label: t(`shows.${each}`) }))}
          onChange={(next) => put({ show: next === 'all' ? undefined : next })}
        />
      </div>
      <Cards pages={pages} find={typed.value} drafts={show === 'drafts'} />
      <MyReports />
    </div>
  )
}

type CardsProps = { readonly pages: Pages<RequestLine>; readonly find: string; readonly drafts: boolean }

function Cards({ pages, find, drafts }: CardsProps) {
  const { t } = useTranslation('requests')
  const { t: common } = useTranslation()
  const what = useWhatWords()
  const shown = pages.items.filter(
    (request) => (!drafts || request.state === 'draft') && fitsRequest(request, what(request), find),
  )
  const bare = find.trim() === '' && !drafts
  return (
    <section className="sheet" aria-label={t('list')}>
      {pages.loading ? <RowsSkeleton /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {!pages.loading && pages.error === null && shown.length === 0 ? (
        <EmptyState
          icon={<FileAddOutlined />}
          title={t(bare ? 'none' : 'noneFound')}
          {...(bare ? { hint: t('noneHint') } : {})}
        />
      ) : null}
      <ol className="request-lines">
        {shown.map((request) => (
          <Line key={request.id} request={request} />
        ))}
      </ol>
      {pages.hasMore ? (
        <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}

function Line({ request }: { readonly request: RequestLine }) {
  const { t } = useTranslation('requests')
  const me = useMe()
  const awaited = useAwaited()
  const { id, state, member, requester, now, changedAt, waitsForMe } = request
  return (
    <li>
      <Link to="/me/requests/$requestId" params={{ requestId: id }} className="request-line">
        <span className="stack">
          <WhatIsAsked request={request} />
          <small>
            {member.id === me.id ? null : `${t('forWhom', { name: member.name })} · `}
            {requester.id === me.id ? null : `${t('byWhom', { name: requester.name })} · `}
            {request.because}
          </small>
          {now === null ? null : (
            <small>
              {awaited(request)}
              {now.of === 0 ? null : ` · ${t('stageOf', { stage: now.stage + 1, of: now.of })}`}
            </small>
          )}
        </span>
        <span className="request-line-end">
          <RequestStateTag state={state} />
          <small className="quiet">
            {waitsForMe ? <Badge status="error" text={t('waitsForMe')} /> : <Time at={changedAt} />}
          </small>
        </span>
      </Link>
    </li>
  )
}
