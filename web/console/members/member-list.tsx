import { UserAddOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberRow } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Checkbox, Input, Select } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { Person } from '../../ui/person.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { StatusTag, TierTag } from '../../ui/tags.tsx'
import { useSettled } from '../../ui/settled.ts'
import { ChosenPeople } from './chosen-people.tsx'
import { membersRoute } from './route.ts'

const statuses = ['active', 'invited', 'suspended', 'departed'] as const
const tiers = ['creator', 'super', 'scoped', 'member'] as const
const oneOf = <const T extends string>(all: readonly T[], given: string | undefined): T | undefined =>
  all.find((each) => each === given)

type Props = { readonly departmentId: string | null; readonly isRoot: boolean }

/** The people of a department, searched and filtered; the filters stand in the address. */
export function MemberList({ departmentId, isRoot }: Props) {
  const { t } = useTranslation('directory')
  const search = membersRoute.useSearch()
  const navigate = membersRoute.useNavigate()
  const status = oneOf(statuses, search.status)
  const tier = oneOf(tiers, search.tier)
  const pages = usePages(contract.directory.members, {
    query: {
      limit: 50,
      ...(search.find === undefined ? {} : { search: search.find }),
      ...(departmentId === null || (isRoot && search.below !== 'false') ? {} : { departmentId }),
      ...(search.below === 'false' ? { below: 'false' } : {}),
      ...(status === undefined ? {} : { status }),
      ...(tier === undefined ? {} : { tier }),
    },
  })
  const { chosen, put, columns } = useChoosing()
  return (
    <>
      <Filters />
      <DataList
        label={t('members.list')}
        columns={columns}
        pages={pages}
        idOf={({ id }) => id}
        chosen={search.member ?? null}
        onOpen={({ id }) => void navigate({ search: (before) => ({ ...before, member: id }) })}
        {...(search.find === undefined && status === undefined && tier === undefined
          ? { empty: <Nobody /> }
          : {})}
      />
      <ChosenPeople chosen={chosen} shown={pages.items} onChoose={put} />
    </>
  )
}

/** Who is chosen for doing something with many at once, and the column to choose by. */
function useChoosing() {
  const { t } = useTranslation('giving')
  const [chosen, put] = useState<ReadonlyMap<string, MemberRow>>(new Map())
  const toggle = useCallback((row: MemberRow): void => {
    put((before) => {
      const next = new Map(before)
      if (!next.delete(row.id)) next.set(row.id, row)
      return next
    })
  }, [])
  const ordinary = useColumns()
  const columns = useMemo(
    (): readonly Column<MemberRow>[] => [
      ...ordinary,
      {
        key: 'choose',
        title: t('bulk.column'),
        width: '40px',
        render: (row) => (
          <Checkbox
            aria-label={t('bulk.choose', { name: row.name })}
            checked={chosen.has(row.id)}
            onChange={() => toggle(row)}
          />
        ),
      },
    ],
    [ordinary, chosen, toggle, t],
  )
  return { chosen, put, columns }
}

function Filters() {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const search = membersRoute.useSearch()
  const navigate = membersRoute.useNavigate()
  const put = (change: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const find = useSettled(search.find ?? '', (value) => put({ find: value === '' ? undefined : value }))
  return (
    <div className="toolbar" role="search">
      <Input.Search
        className="grow"
        allowClear
        value={find.value}
        onChange={(event) => find.type(event.target.value)}
        placeholder={t('members.search')}
        aria-label={t('members.search')}
      />
      <Select
        className="filter"
        aria-label={t('members.status')}
        value={search.status ?? ''}
        onChange={(value) => put({ status: value === '' ? undefined : value })}
        options={[
          { value: '', label: t('members.anyStatus') },
          ...statuses.map((each) => ({ value: each as string, label: common(`status.${each}`) })),
        ]}
      />
      <Select
        className="filter"
        aria-label={t('members.tier')}
        value={search.tier ?? ''}
        onChange={(value) => put({ tier: value === '' ? undefined : value })}
        options={[
          { value: '', label: t('members.anyTier') },
          ...tiers.map((each) => ({ value: each as string, label: common(`tier.${each}`) })),
        ]}
      />
      <Checkbox
        checked={search.below !== 'false'}
        onChange={(event) => put({ below: event.target.checked ? undefined : 'false' })}
      >
        {t('members.below')}
      </Checkbox>
    </div>
  )
}

function useColumns(): readonly Column<MemberRow>[] {
  const { t } = useTranslation('directory')
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('members.name'),
        width: 'minmax(130px, 1.3fr)',
        render: (row) => (
          <Person
            name={row.name}
            hint={[row.login, row.employeeNo ?? ''].filter((text) => text !== '').join(' · ')}
          />
        ),
      },
      {
        key: 'department',
        bare: true,
        title: t('members.department'),
        width: 'minmax(120px, 1.7fr)',
        render: (row) => <Posts row={row} />,
      },
      {
        key: 'status',
        bare: true,
        title: t('members.status'),
        width: '70px',
        render: (row) => <StatusTag status={row.status} />,
      },
      {
        key: 'tier',
        bare: true,
        title: t('members.tier'),
        width: 'minmax(104px, 0.6fr)',
        render: (row) => <TierTag tier={row.tier} always />,
      },
      {
        key: 'contact',
        title: t('members.contact'),
        width: 'minmax(124px, 1fr)',
        wideOnly: true,
        render: (row) => (
          <span className="stack">
            <span className="number">
              {row.phone ?? (row.hidden.includes('phone') ? t('members.hidden') : '—')}
            </span>
            <small>{row.email}</small>
          </span>
        ),
      },
    ],
    [t],
  )
}

function Posts({ row }: { readonly row: MemberRow }) {
  const { t } = useTranslation('directory')
  const main = row.appointments.find(({ primary }) => primary) ?? row.appointments[0]
  if (main === undefined) return <>—</>
  const others = row.appointments.length - 1
  return (
    <span
      className="stack"
      title={row.appointments.map(({ departmentPath }) => departmentPath.join(' / ')).join('\n')}
    >
      <span>
        {main.departmentName}
        {main.head ? <span className="tag tag-good head-tag">{t('members.head')}</span> : null}
      </span>
      <small>
        {main.positionName ?? t('member.noPosition')}
        {others > 0 ? ` · ${t('members.more', { count: row.appointments.length })}` : ''}
      </small>
    </span>
  )
}

function Nobody() {
  const { t } = useTranslation('directory')
  return (
    <EmptyState
      icon={<UserAddOutlined />}
      title={t('members.none')}
      hint={t('members.noneHint')}
      action={<Link to="/console/imports">{t('members.import')}</Link>}
    />
  )
}
