import { contract, requestKind, requestState } from '@hufu/contract'
import type { RequestLine } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import type { Pages } from '../../data/queries.ts'
import { RequestStateTag, WhatIsAsked } from '../../requests/request-words.tsx'
import { PermissionSelect } from '../../rights/right-field.tsx'
import { ChoiceFilter, chosenAmong } from '../../ui/choice-filter.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { MemberFilter } from '../../ui/member-filter.tsx'
import { useSettled } from '../../ui/settled.ts'
import { emptyUnless } from '../../ui/states.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'

const here = getRouteApi('/signed/console/requests')
const views = ['all', 'waiting', 'overdue', 'appeals'] as const
const LIMIT = 50

type Filter = {
  readonly view?: string | undefined
  readonly state?: string | undefined
  readonly kind?: string | undefined
  readonly member?: string | undefined
  readonly permission?: string | undefined
  readonly find?: string | undefined
}

/** What an address says that is no state or kind is left out. */
const queryOf = ({ view, state, kind, member, permission, find }: Filter) => {
  const knownState = chosenAmong(requestState.options, state)
  const knownKind = chosenAmong(requestKind.options, kind)
  return {
    limit: LIMIT,
    ...(view === 'overdue' ? { overdue: 'true' as const } : {}),
    ...(knownState === undefined ? {} : { state: knownState }),
    ...(knownKind === undefined ? {} : { kind: knownKind }),
    ...(member === undefined ? {} : { memberId: member }),
    ...(permission === undefined ? {} : { permission }),
    ...(find === undefined ? {} : { search: find }),
  }
}

/** Requests of the people one looks after, or those that wait for oneself, late ones first. */
export function Queue() {
  const { t } = useTranslation('approvals')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const view = chosenAmong(views, search.view) ?? 'all'
  const filtered = Object.values(search).some((each) => each !== undefined)
  return (
    <>
      <Filters view={view} />
      <DataList
        label={t('console.list')}
        {...emptyUnless(filtered, t('console.none'), t('console.noneHint'))}
        columns={useColumns()}
        pages={useRequests(view)}
        idOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/console/requests/$requestId', params: { requestId: id } })}
      />
    </>
  )
}

function useRequests(view: (typeof views)[number]): Pages<RequestLine> {
  const search = here.useSearch()
  const { requests } = contract
  const waiting = usePages(requests.waiting, { query: { limit: LIMIT } }, view === 'waiting')
  const appeals = usePages(requests.appeals, { query: { limit: LIMIT } }, view === 'appeals')
  const list = usePages(requests.list, { query: queryOf(search) }, view === 'all' || view === 'overdue')
  return view === 'waiting' ? waiting : view === 'appeals' ? appeals : list
}

function Filters({ view }: { readonly view: (typeof views)[number] }) {
  const { t } = useTranslation('approvals')
  const navigate = here.useNavigate()
  const put = (change: Filter): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <Segmented
        aria-label={t('console.view')}
        value={view}
        options={views.map((each) => ({ value: each, label: t(`console.views.${each}`) }))}
        onChange={(next) => put({ view: next === 'all' ? undefined : next })}
      />
      {view === 'all' || view === 'overdue' ? <Narrowing put={put} /> : null}
    </div>
  )
}

function Narrowing({ put }: { readonly put: (change: Filter) => void }) {
  const { t } = useTranslation('approvals')
  const { t: words } = useTranslation('requests')
  const search = here.useSearch()
  const typed = useSettled(search.find ?? '', (find) => put({ find: find === '' ? undefined : find }))
  const query = queryOf(search)
  return (
    <>
      <Input.Search
        className="grow"
        allowClear
        value={typed.value}
        placeholder={t('console.search')}
        aria-label={t('console.search')}
        onChange={(event) => typed.type(event.target.value)}
      />
      <ChoiceFilter
        label={words('stateTitle')}
        any={t('console.anyState')}
        value={query.state}
        options={requestState
          .exclude(['draft'])
          .options.map((value) => ({ value, label: words(`state.${value}`) }))}
        onChange={(state) => put({ state })}
      />
      <ChoiceFilter
        label={t('console.kind')}
        any={t('console.anyKind')}
        value={query.kind}
        options={requestKind.options.map((value) => ({ value, label: t(`console.kinds.${value}`) }))}
        onChange={(kind) => put({ kind })}
      />
      <span className="filter-wide">
        <PermissionSelect
          clearable
          label={t('console.permission')}
          value={search.permission ?? null}
          onChange={(permission) => put({ permission: permission ?? undefined })}
        />
      </span>
      <MemberFilter
        label={t('console.member')}
        memberId={search.member}
        onChange={(member) => put({ member })}
      />
    </>
  )
}

function useColumns(): readonly Column<RequestLine>[] {
  const { t } = useTranslation('approvals')
  const { t: words } = useTranslation('requests')
  return useMemo(
    () => [
      {
        key: 'who',
        title: t('console.who'),
        width: 'minmax(130px, 1fr)',
        render: ({ member }) => (
          <span className="stack">
            <strong>{member.name}</strong>
            <small>{member.department}</small>
          </span>
        ),
      },
      {
        key: 'what',
        bare: true,
        title: t('console.what'),
        width: 'minmax(220px, 2.4fr)',
        render: (request) => (
          <span className="stack">
            <WhatIsAsked request={request} />
            <small className="request-short">{request.because}</small>
          </span>
        ),
      },
      {
        key: 'state',
        bare: true,
        title: words('stateTitle'),
        width: '120px',
        render: ({ state }) => <RequestStateTag state={state} />,
      },
      {
        key: 'now',
        title: t('console.now'),
        width: 'minmax(130px, 1fr)',
        render: ({ now }) => (now === null ? '—' : listed(now.people.slice(0, 3)) || words('nobody')),
      },
      {
        key: 'due',
        title: t('console.due'),
        width: '150px',
        render: ({ now }) => <DueCell due={now?.due ?? null} />,
      },
      {
        key: 'when',
        bare: true,
        title: t('console.when'),
        width: '150px',
        render: ({ at }) => <Time at={at} />,
      },
    ],
    [t, words],
  )
}

function DueCell({ due }: { readonly due: string | null }) {
  const { t } = useTranslation('approvals')
  const now = useNow()
  if (due === null) return '—'
  return (
    <span className={new Date(due).getTime() <= now ? 'request-late' : ''}>
      <Time at={due} />
      {new Date(due).getTime() <= now ? ` · ${t('console.late')}` : ''}
    </span>
  )
}
