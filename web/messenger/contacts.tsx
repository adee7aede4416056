import { ArrowLeftOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { DepartmentTree as Columns, MemberRow } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Drawer, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk, usePages } from '../data/queries.ts'
import { DataList } from '../ui/data-list.tsx'
import type { Column } from '../ui/data-list.tsx'
import { indexOf, pathOf } from '../ui/department-index.ts'
import { DepartmentTree } from '../ui/department-tree.tsx'
import { Person } from '../ui/person.tsx'
import { usePhone } from '../ui/phone.ts'
import { useSettled } from '../ui/settled.ts'
import { EmptyState, Shown } from '../ui/states.tsx'
import { StatusTag } from '../ui/tags.tsx'
import { listed } from '../words/listed.ts'
import { PersonCard } from './person-card.tsx'
import './messenger.css'

const route = getRouteApi('/signed/work/contacts')

/** The company by department, to find and reach people. */
export function ContactsPage() {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const tree = useAsk(contract.directory.tree, {})
  const inList = search.department !== undefined || search.find !== undefined
  const choose = (department: string | undefined): void => void navigate({ search: { department } })
  return (
    <div className={phone ? 'contacts contacts-phone' : 'contacts'}>
      <Shown read={tree}>
        {(columns) => (
          <>
            {phone && inList ? null : (
              <aside className="contacts-tree">
                <h1>{t('contacts.title')}</h1>
                {phone ? <Find /> : null}
                <DepartmentTree tree={columns} chosen={search.department ?? null} onChoose={choose} />
              </aside>
            )}
            {phone && !inList ? null : <People columns={columns} onBack={() => choose(undefined)} />}
          </>
        )}
      </Shown>
      <Drawer
        open={search.member !== undefined}
        size={phone ? '100%' : 400}
        title={t('panel.person')}
        onClose={() => void navigate({ search: (before) => ({ ...before, member: undefined }) })}
        destroyOnHidden
      >
        {search.member === undefined ? null : <PersonCard memberId={search.member} />}
      </Drawer>
    </div>
  )
}

function Find() {
  const { t } = useTranslation('messenger')
  const { find = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const search = useSettled(
    find,
    (text) =>
      void navigate({
        search: (before) => ({ ...before, find: text.trim() === '' ? undefined : text }),
        replace: true,
      }),
  )
  return (
    <Input.Search
      allowClear
      value={search.value}
      onChange={(event) => search.type(event.target.value)}
      placeholder={t('contacts.search')}
      aria-label={t('contacts.search')}
    />
  )
}

type PeopleProps = { readonly columns: Columns; readonly onBack: () => void }

function People({ columns, onBack }: PeopleProps) {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  const { department, find, member } = route.useSearch()
  const navigate = route.useNavigate()
  const chosen = department ?? columns.ids[0]
  const people = usePages(contract.directory.members, {
    query: {
      limit: 50,
      ...(find === undefined ? { departmentId: chosen } : { search: find }),
    },
  })
  const path = chosen === undefined ? [] : pathOf(indexOf(columns), chosen)
  return (
    <section className="contacts-people">
      <header className="contacts-head">
        {phone ? (
          <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('contacts.back')} onClick={onBack} />
        ) : null}
        <div>
          <h2>{find === undefined ? path.at(-1) : t('contacts.found', { find })}</h2>
          {find === undefined && path.length > 1 ? <small>{path.slice(0, -1).join(' / ')}</small> : null}
        </div>
        {phone && find === undefined ? null : <Find />}
      </header>
      <DataList
        label={t('contacts.list')}
        columns={columnsOf(t)}
        pages={people}
        idOf={({ id }) => id}
        chosen={member ?? null}
        onOpen={({ id }) => void navigate({ search: (before) => ({ ...before, member: id }) })}
        empty={<EmptyState title={t('contacts.empty')} />}
      />
    </section>
  )
}

type T = ReturnType<typeof useTranslation<'messenger'>>['t']

const columnsOf = (t: T): readonly Column<MemberRow>[] => [
  {
    key: 'name',
    title: t('contacts.name'),
    width: 'minmax(170px, 1.4fr)',
    render: (row) => <Person name={row.name} hint={row.appointments[0]?.departmentName ?? null} />,
  },
  {
    key: 'department',
    title: t('contacts.department'),
    width: 'minmax(160px, 1.8fr)',
    wideOnly: true,
    render: ({ appointments }) =>
      appointments
        .map(({ departmentPath }) => departmentPath.slice(1).join(' / ') || departmentPath[0])
        .join('；'),
  },
  {
    key: 'position',
    title: t('contacts.position'),
    wideOnly: true,
    render: ({ appointments }) =>
      listed(appointments.flatMap(({ positionName }) => positionName ?? [])) || t('contacts.none'),
  },
  {
    key: 'phone',
    title: t('contacts.phone'),
    wideOnly: true,
    render: (row) =>
      row.status === 'active' ? (
        (row.phone ?? (row.hidden.includes('phone') ? t('contacts.hidden') : t('contacts.none')))
      ) : (
        <StatusTag status={row.status} />
      ),
  },
]
