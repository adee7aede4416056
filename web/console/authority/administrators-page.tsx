import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { AdministratorView } from '@hufu/contract'
import { Alert, Checkbox, Input, Tabs } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk, usePages } from '../../data/queries.ts'
import { SeatSpan } from '../../rights/rule-state.tsx'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Person } from '../../ui/person.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { TierTag } from '../../ui/tags.tsx'
import { Time } from '../../ui/time.tsx'
import { AdministratorDetail } from './administrator-detail.tsx'
import { AdministratorForm } from './administrator-form.tsx'
import { HeadsSwitch } from './heads-switch.tsx'
import { administratorsRoute } from './route.ts'
import { WhoManages } from './who-manages.tsx'
import '../console.css'

const tabs = ['list', 'map'] as const
const PAGE = 50

/** Who manages what and where; the way to appoint, change and remove. */
export function AdministratorsPage() {
  const { t } = useTranslation('authority')
  const { t: seats } = useTranslation('seats')
  const search = administratorsRoute.useSearch()
  const navigate = administratorsRoute.useNavigate()
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: id, member: undefined }) })
  const tab = tabs.find((each) => each === search.tab) ?? 'list'
  return (
    <div className="page page-fill">
      <PageHead
        title={t('administrators.title')}
        lead={t('administrators.lead')}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={useMayAppoint()}
            permission="admin.assign"
            onClick={() => open('new')}
          >
            {t('administrators.appoint')}
          </ReasonButton>
        }
      />
      <Tabs
        activeKey={tab}
        onChange={(next) =>
          void navigate({ search: (before) => ({ ...before, tab: next, open: undefined }), replace: true })
        }
        items={tabs.map((key) => ({ key, label: seats(`tabs.${key}`) }))}
      />
      {tab === 'list' ? <List onOpen={open} /> : <WhoManages onOpen={open} />}
      {search.open === 'new' ? (
        <AdministratorForm seat={null} memberId={search.member ?? null} onClose={() => open(undefined)} />
      ) : null}
    </div>
  )
}

function List({ onOpen }: { readonly onOpen: (id: string | undefined) => void }) {
  const { t } = useTranslation('authority')
  const search = administratorsRoute.useSearch()
  const find = search.find?.trim() ?? ''
  const pages = usePages(contract.authority.administrators, {
    query: {
      limit: PAGE,
      ended: search.ended === 'true' ? 'true' : 'false',
      ...(find === '' ? {} : { search: find }),
    },
  })
  const supers = useAsk(contract.authority.administrators, { query: { limit: 1 } })
  return (
    <>
      {supers.data === undefined ? null : <SupersHint count={supers.data.supers} />}
      {pages.error === null ? <HeadsSwitch /> : null}
      <Filters />
      <DataList
        label={t('administrators.list')}
        columns={useColumns()}
        pages={pages}
        idOf={({ id }) => id}
        chosen={search.open ?? null}
        onOpen={({ id }) => onOpen(id)}
      />
      <AdministratorDetail seatId={search.open ?? null} onClose={() => onOpen(undefined)} />
    </>
  )
}

const SUPERS_MIN = 2
const SUPERS_MAX = 4

/** Too few super administrators leave a company alone, too many leave it open. */
function SupersHint({ count }: { readonly count: number }) {
  const { t } = useTranslation('seats')
  if (count >= SUPERS_MIN && count <= SUPERS_MAX) return null
  return (
    <Alert type="warning" showIcon title={t(count < SUPERS_MIN ? 'supersFew' : 'supersMany', { count })} />
  )
}

/** Appointing scoped administrators is enough to open the form; super ones are refused in it. */
function useMayAppoint() {
  const scoped = useMay('admin.assign')
  const whole = useMay('admin.assign.super')
  return scoped.allowed ? scoped : whole.allowed ? whole : scoped
}

function Filters() {
  const { t } = useTranslation('authority')
  const search = administratorsRoute.useSearch()
  const navigate = administratorsRoute.useNavigate()
  const put = (change: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <Input.Search
        className="grow"
        allowClear
        value={search.find ?? ''}
        placeholder={t('administrators.search')}
        aria-label={t('administrators.search')}
        onChange={(event) => put({ find: event.target.value === '' ? undefined : event.target.value })}
      />
      <Checkbox
        checked={search.ended === 'true'}
        onChange={(event) => put({ ended: event.target.checked ? 'true' : undefined })}
      >
        {t('administrators.showEnded')}
      </Checkbox>
    </div>
  )
}

function useColumns(): readonly Column<AdministratorView>[] {
  const { t } = useTranslation('authority')
  const { t: seats } = useTranslation('seats')
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('administrators.name'),
        width: 'minmax(170px, 1.2fr)',
        render: ({ memberName, memberDepartment }) => <Person name={memberName} hint={memberDepartment} />,
      },
      {
        key: 'tier',
        bare: true,
        title: t('administrators.tier'),
        width: 'minmax(152px, 0.7fr)',
        render: ({ tier, forHead }) => (
          <>
            <TierTag tier={tier} /> {forHead ? <span className="tag">{seats('forHead')}</span> : null}
          </>
        ),
      },
      {
        key: 'scope',
        title: t('administrators.scope'),
        width: 'minmax(140px, 1.2fr)',
        render: ({ scope }) => scope.label,
      },
      {
        key: 'permissions',
        title: t('administrators.permissions'),
        width: 'minmax(140px, 1fr)',
        render: ({ permissions }) => t('administrators.permissionsCount', { count: permissions.length }),
      },
      {
        key: 'people',
        title: seats('peopleTitle'),
        width: '76px',
        render: ({ people }) => <span className="number">{people}</span>,
      },
      {
        key: 'until',
        title: t('administrators.until'),
        width: 'minmax(120px, 0.9fr)',
        render: (seat) => <SeatSpan seat={seat} />,
      },
      {
        key: 'since',
        title: t('administrators.since'),
        width: 'minmax(150px, 1fr)',
        render: ({ appointedBy, appointedAt }) => (
          <span>
            {appointedBy} · <Time at={appointedAt} />
          </span>
        ),
      },
    ],
    [t, seats],
  )
}
