import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RoleView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveCsv } from '../../data/csv.ts'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { PermissionSelect } from '../../rights/right-field.tsx'
import { listed } from '../../words/listed.ts'
import { RoleCompare } from './role-compare.tsx'
import { RoleDrawer } from './role-drawer.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/roles')
const NAMED_MAX = 4

/** Named sets of permissions: built-in ones to look at, own ones to change. */
export function RolesPage() {
  const { t } = useTranslation('authority')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const [copied, setCopied] = useState<RoleView | null>(null)
  const put = (change: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }) })
  const open = (role: string | undefined): void => put({ role })
  const read = useAsk(contract.authority.roles, {})
  const may = useMay('admin.role.manage')
  const rows = useFitting(read.data?.items)
  return (
    <div className="page page-fill">
      <PageHead
        title={t('roles.title')}
        lead={t('roles.lead')}
        acts={
          <Acts
            rows={rows ?? []}
            onCompare={() => put({ compare: search.role ?? 'none' })}
            onCreate={() => {
              setCopied(null)
              open('new')
            }}
          />
        }
      />
      <Filters />
      <DataList
        label={t('roles.list')}
        columns={useColumns()}
        pages={wholeList({ ...read, data: rows })}
        idOf={({ id }) => id}
        chosen={search.role ?? null}
        onOpen={({ id }) => open(id)}
      />
      <RoleDrawer
        key={search.role ?? 'none'}
        open={search.role !== undefined}
        role={read.data?.items.find(({ id }) => id === search.role) ?? null}
        template={copied}
        can={may}
        onCopy={(role) => {
          setCopied(role)
          open('new')
        }}
        onClose={() => open(undefined)}
      />
      {search.compare === undefined ? null : (
        <RoleCompare
          roles={read.data?.items ?? []}
          chosen={search.compare.split(',').filter((id) => read.data?.items.some((role) => role.id === id))}
          onChoose={(ids) => put({ compare: ids.length === 0 ? 'none' : ids.join(',') })}
          onClose={() => put({ compare: undefined })}
        />
      )}
    </div>
  )
}

/** The roles that fit what the address asks for. */
function useFitting(roles: readonly RoleView[] | undefined): readonly RoleView[] | undefined {
  const { find = '', kind, has } = here.useSearch()
  const wanted = find.trim().toLowerCase()
  return roles?.filter(
    ({ name, builtIn, permissions }) =>
      name.toLowerCase().includes(wanted) &&
      (kind === undefined || builtIn === (kind === 'built-in')) &&
      (has === undefined || permissions.includes(has)),
  )
}

type ActsProps = {
  readonly rows: readonly RoleView[]
  readonly onCompare: () => void
  readonly onCreate: () => void
}

function Acts({ rows, onCompare, onCreate }: ActsProps) {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  const may = useMay('admin.role.manage')
  const save = useSave()
  return (
    <>
      <Button onClick={() => save(rows)}>{words('role.export')}</Button>
      <Button onClick={onCompare}>{words('role.compare')}</Button>
      <ReasonButton
        type="primary"
        icon={<PlusOutlined />}
        can={may}
        permission="admin.role.manage"
        onClick={onCreate}
      >
        {t('roles.create')}
      </ReasonButton>
    </>
  )
}

function useSave(): (roles: readonly RoleView[]) => void {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  return (roles) => {
    const head = [t('roles.name'), words('role.kind'), t('roles.holders'), t('roles.permissions')]
    const rows = roles.map(({ name, builtIn, holders, permissions }) => [
      name,
      t(builtIn ? 'roles.builtIn' : 'roles.own'),
      String(holders),
      permissions.map((key) => `${nameOfPermission(key)} (${key})`).join('; '),
    ])
    saveCsv([head, ...rows], `${words('role.file')}.csv`)
  }
}

function Filters() {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  const { find = '', kind = '', has = null } = here.useSearch()
  const navigate = here.useNavigate()
  const put = (change: { find?: string | undefined; kind?: string | undefined; has?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <div className="toolbar" role="search">
      <Input.Search
        className="grow"
        allowClear
        value={find}
        placeholder={t('roles.search')}
        aria-label={t('roles.search')}
        onChange={({ target: { value } }) => put({ find: value === '' ? undefined : value })}
      />
      <Select
        className="filter"
        aria-label={words('role.kind')}
        value={kind}
        onChange={(value) => put({ kind: value === '' ? undefined : value })}
        options={[
          { value: '', label: words('role.anyKind') },
          { value: 'built-in', label: t('roles.builtIn') },
          { value: 'own', label: t('roles.own') },
        ]}
      />
      <div className="filter filter-wide">
        <PermissionSelect
          clearable
          label={words('role.withPermission')}
          value={has}
          onChange={(key) => put({ has: key ?? undefined })}
        />
      </div>
    </div>
  )
}

function useColumns(): readonly Column<RoleView>[] {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('roles.name'),
        width: 'minmax(150px, 1fr)',
        render: ({ name, builtIn }) => (
          <span>
            <strong>{name}</strong> <span className="tag">{t(builtIn ? 'roles.builtIn' : 'roles.own')}</span>
          </span>
        ),
      },
      {
        key: 'permissions',
        title: t('roles.permissions'),
        width: 'minmax(260px, 3fr)',
        render: ({ permissions }) => (
          <span>
            {listed(permissions.slice(0, NAMED_MAX).map(nameOfPermission))}
            {permissions.length > NAMED_MAX ? (
              <small className="quiet"> {t('takeBack.more', { count: permissions.length })}</small>
            ) : null}
          </span>
        ),
      },
      {
        key: 'holders',
        title: t('roles.holders'),
        width: 'minmax(130px, auto)',
        render: ({ holders, people }) => (
          <span className="number">{holders === 0 ? '—' : words('role.usedBy', { holders, people })}</span>
        ),
      },
    ],
    [t, words],
  )
}
