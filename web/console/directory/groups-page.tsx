import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Input } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { indexOf, nameIn } from '../../ui/department-index.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { GroupDrawer } from './group-drawer.tsx'
import { GroupForm } from './group-form.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/groups')
type Group = AnswerOf<typeof contract.directory.groups>['items'][number]

/** Named sets of people across departments, as subjects of grants. */
export function GroupsPage() {
  const { t } = useTranslation('directory')
  const { find = '', group } = here.useSearch()
  const navigate = here.useNavigate()
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, group: id }) })
  const read = useAsk(contract.directory.groups, {})
  const may = useMay('org.usergroup.manage')
  const rows = read.data?.items.filter(({ name }) => name.includes(find.trim()))
  return (
    <div className="page page-fill page-narrow">
      <PageHead
        title={t('groups.title')}
        lead={t('groups.lead')}
        acts={
          <ReasonButton
            type="primary"
            icon={<PlusOutlined />}
            can={may}
            permission="org.usergroup.manage"
            onClick={() => open('new')}
          >
            {t('groups.create')}
          </ReasonButton>
        }
      />
      <Input.Search
        allowClear
        value={find}
        placeholder={t('groups.search')}
        aria-label={t('groups.search')}
        onChange={({ target: { value } }) =>
          void navigate({
            search: (before) => ({ ...before, find: value === '' ? undefined : value }),
            replace: true,
          })
        }
      />
      <DataList
        label={t('groups.title')}
        columns={useColumns()}
        pages={wholeList({ ...read, data: rows })}
        idOf={({ id }) => id}
        chosen={group ?? null}
        onOpen={({ id }) => open(id)}
      />
      {group === 'new' ? <GroupForm group={null} onClose={() => open(undefined)} /> : null}
      <GroupDrawer
        group={read.data?.items.find(({ id }) => id === group) ?? null}
        onClose={() => open(undefined)}
      />
    </div>
  )
}

function useColumns(): readonly Column<Group>[] {
  const { t } = useTranslation('directory')
  const tree = useAsk(contract.directory.tree, {}).data
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('groups.name'),
        width: 'minmax(200px, 3fr)',
        render: ({ name }) => <strong>{name}</strong>,
      },
      {
        key: 'owner',
        title: t('groups.owner'),
        width: 'minmax(120px, 1fr)',
        render: ({ departmentId }) =>
          departmentId === null || tree === undefined
            ? t('groups.company')
            : (nameIn(indexOf(tree), departmentId) ?? t('groups.company')),
      },
      {
        key: 'members',
        title: t('groups.members'),
        width: '90px',
        render: ({ members }) => <span className="number">{members}</span>,
      },
    ],
    [t, tree],
  )
}
