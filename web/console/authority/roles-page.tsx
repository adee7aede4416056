import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { AnswerOf } from '../../data/shapes.ts'
import { getRouteApi } from '@tanstack/react-router'
import { Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { RoleDrawer } from './role-drawer.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/roles')
type Role = AnswerOf<typeof contract.authority.roles>['items'][number]
const NAMED_MAX = 4

/** Named sets of permissions: built-in ones to look at, own ones to change. */
export function RolesPage() {
  const { t } = useTranslation('authority')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const [copied, setCopied] = useState<Role | null>(null)
  const open = (role: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, role }) })
  const read = useAsk(contract.authority.roles, {})
  const may = useMay('admin.role.manage')
  const find = search.find ?? ''
  const rows = read.data?.items.filter(({ name }) => name.includes(find.trim()))
  return (
    <div className="page page-fill">
      <PageHead
        title={t('roles.title')}
        lead={t('roles.lead')}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={may}
            permission="admin.role.manage"
            onClick={() => {
              setCopied(null)
              open('new')
            }}
          >
            {t('roles.create')}
          </ReasonButton>
        }
      />
      <Find />
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
    </div>
  )
}

function Find() {
  const { t } = useTranslation('authority')
  const { find = '' } = here.useSearch()
  const navigate = here.useNavigate()
  return (
    <div className="toolbar" role="search">
      <Input.Search
        className="grow"
        allowClear
        value={find}
        placeholder={t('roles.search')}
        aria-label={t('roles.search')}
        onChange={({ target: { value } }) =>
          void navigate({
            search: (before) => ({ ...before, find: value === '' ? undefined : value }),
            replace: true,
          })
        }
      />
    </div>
  )
}

function useColumns(): readonly Column<Role>[] {
  const { t } = useTranslation('authority')
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
            {permissions.slice(0, NAMED_MAX).map(nameOfPermission).join('、')}
            {permissions.length > NAMED_MAX ? (
              <small className="quiet"> {t('takeBack.more', { count: permissions.length })}</small>
            ) : null}
          </span>
        ),
      },
      {
        key: 'holders',
        title: t('roles.holders'),
        width: '90px',
        render: ({ holders }) => <span className="number">{holders}</span>,
      },
    ],
    [t],
  )
}
