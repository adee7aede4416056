import { contract } from '@hufu/contract'
import type { LedgerEntryView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { MemberFilter } from '../../ui/member-filter.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Time } from '../../ui/time.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { eventNames, useLedgerWords } from './ledger-words.ts'
import { VerifyPanel } from './verify-panel.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/ledger')
const trees = ['authority', 'activity'] as const

/** Everything that happened, newest first, in sentences; each with its raw leaf and proof; and the way to verify it all. */
export function LedgerPage() {
  const { t } = useTranslation('ledger')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const tree = trees.find((each) => each === search.tree) ?? 'authority'
  const open = (entry: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, entry }) })
  const pages = usePages(contract.ledger.entries, {
    query: {
      limit: 50,
      tree,
      ...(search.event === undefined ? {} : { event: search.event }),
      ...(search.member === undefined ? {} : { memberId: search.member }),
    },
  })
  return (
    <div className="page page-fill">
      <PageHead title={t('title')} lead={t('lead')} />
      <VerifyPanel tree={tree} />
      <Filters tree={tree} />
      <DataList
        label={t('list')}
        columns={useColumns()}
        pages={pages}
        idOf={({ index }) => String(index)}
        chosen={search.entry ?? null}
        onOpen={({ index }) => open(String(index))}
      />
      <EntryDrawer tree={tree} index={search.entry} listed={pages.items} onClose={() => open(undefined)} />
    </div>
  )
}

function Filters({ tree }: { readonly tree: (typeof trees)[number] }) {
  const { t } = useTranslation('ledger')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const words = useLedgerWords()
  const put = (change: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <Segmented
        aria-label={t('tree')}
        value={tree}
        options={trees.map((each) => ({ value: each, label: t(`trees.${each}`) }))}
        onChange={(next) => put({ tree: next === 'authority' ? undefined : next, entry: undefined })}
      />
      <Select
        className="filter-wide"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('event')}
        placeholder={t('anyEvent')}
        value={search.event ?? null}
        options={eventNames.map((name) => ({ value: name, label: words.event(name) }))}
        onChange={(event) => put({ event: event ?? undefined })}
      />
      <MemberFilter label={t('member')} memberId={search.member} onChange={(member) => put({ member })} />
    </div>
  )
}

function useColumns(): readonly Column<LedgerEntryView>[] {
  const { t } = useTranslation('ledger')
  const words = useLedgerWords()
  return useMemo(
    () => [
      {
        key: 'what',
        title: t('what'),
        width: 'minmax(320px, 4fr)',
        render: (entry) => (
          <span className="entry-words">
            {entry.intact ? null : <span className="tag tag-broken">{t('changed')}</span>} {entry.words}
          </span>
        ),
      },
      {
        key: 'event',
        title: t('event'),
        width: 'minmax(170px, 1fr)',
        wideOnly: true,
        render: ({ event }) => <span className="tag">{words.event(event)}</span>,
      },
      { key: 'when', title: t('when'), width: '150px', render: ({ at }) => <Time at={at} /> },
      {
        key: 'channel',
        title: t('channel'),
        width: '100px',
        wideOnly: true,
        render: ({ channel }) => words.channel(channel),
      },
      {
        key: 'index',
        title: t('index'),
        width: '80px',
        render: ({ index }) => <span className="number">#{index}</span>,
      },
    ],
    [t, words],
  )
}
