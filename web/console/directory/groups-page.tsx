import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Input } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { indexOf, nameIn } from '../../ui/department-index.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { GroupDrawer } from './group-drawer.tsx'
import type { Group } from './group-drawer.tsx'
import { GroupForm } from './group-form.tsx'
import { groupTree } from './group-tree.ts'
import type { GroupLine } from './group-tree.ts'
import '../console.css'

const here = getRouteApi('/signed/console/groups')
type Line = GroupLine<Group>

const INDENT_PX = 20

/** Named sets of people across departments, as subjects of grants. */
export function GroupsPage() {
  const { t } = useTranslation('directory')
  const { find = '', group } = here.useSearch()
  const navigate = here.useNavigate()
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, group: id }) })
  const read = useAsk(contract.directory.groups, {})
  const may = useMay('org.usergroup.manage')
  const lines = useLines(read.data?.items, find.trim())
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
        pages={wholeList({ ...read, data: lines })}
        idOf={({ path }) => path}
        chosen={lines?.find((line) => line.group.id === group)?.path ?? null}
        onOpen={(line) => open(line.group.id)}
      />
      {group === 'new' ? <GroupForm group={null} onClose={() => open(undefined)} /> : null}
      <GroupDrawer
        group={read.data?.items.find(({ id }) => id === group) ?? null}
        groups={read.data?.items ?? []}
        onOpen={open}
        onClose={() => open(undefined)}
      />
    </div>
  )
}

/** The groups as a tree; those that a search finds stand flat, each once. */
function useLines(groups: readonly Group[] | undefined, find: string) {
  return useMemo((): readonly Line[] | undefined => {
    if (groups === undefined || find === '') return groups === undefined ? groups : groupTree(groups)
    return groups
      .filter(({ name }) => name.toLowerCase().includes(find.toLowerCase()))
      .map((group) => ({ path: group.id, depth: 0, group }))
  }, [groups, find])
}

function useColumns(): readonly Column<Line>[] {
  const { t } = useTranslation('directory')
  const { t: words } = useTranslation('giving')
  const tree = useAsk(contract.directory.tree, {}).data
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('groups.name'),
        width: 'minmax(200px, 3fr)',
        render: ({ depth, group: { name, groups } }) => (
          <span style={{ paddingInlineStart: depth * INDENT_PX }}>
            <strong>{name}</strong>
            {groups.length === 0 ? null : (
              <small className="quiet">
                {' '}
                · {words('group.groups')} {groups.length}
              </small>
            )}
          </span>
        ),
      },
      {
        key: 'owner',
        title: t('groups.owner'),
        width: 'minmax(120px, 1fr)',
        render: ({ group: { departmentId } }) =>
          departmentId === null || tree === undefined
            ? t('groups.company')
            : (nameIn(indexOf(tree), departmentId) ?? t('groups.company')),
      },
      {
        key: 'members',
        title: words('group.people'),
        width: '110px',
        render: ({ group: { members } }) => <span className="number">{members}</span>,
      },
      {
        key: 'people',
        title: words('group.total'),
        width: '90px',
        render: ({ group: { people } }) => <span className="number">{people}</span>,
      },
    ],
    [t, words, tree],
  )
}
