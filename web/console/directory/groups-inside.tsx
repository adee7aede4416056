import { contract } from '@hufu/contract'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { usePages } from '../../data/queries.ts'
import { departmentOf } from '../../ui/picker-people.tsx'
import { Person } from '../../ui/person.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import type { Group } from './group-drawer.tsx'
import { insideOf } from './group-tree.ts'
import type { GroupChanges } from './use-group-changes.ts'

const KEY = 'org.usergroup.manage'
type Props = {
  readonly group: Group
  readonly groups: readonly Group[]
  readonly changes: GroupChanges
  readonly onOpen: (groupId: string) => void
}

/** The groups inside a group, and the people who are in it by them. */
export function GroupsInside({ group, groups, changes, onOpen }: Props) {
  const { t } = useTranslation('giving')
  const may = useMay(KEY)
  const inside = insideOf(groups, group.id)
  return (
    <section aria-label={t('group.groups')}>
      <h3>{t('group.groups')}</h3>
      <ul className="lines">
        {inside.map(({ group: inner, names }) => (
          <li key={inner.id} className="group-inside">
            <div className="group-inside-head">
              <span className="stack">
                <Button type="link" size="small" onClick={() => onOpen(inner.id)}>
                  {inner.name}
                </Button>
                <small>
                  {names.length > 1
                    ? `${t('group.through', { path: names.slice(0, -1).join(' / ') })} · `
                    : ''}
                  {t('group.count', { members: inner.members, people: inner.people })}
                </small>
              </span>
              {names.length > 1 ? null : (
                <ReasonButton
                  size="small"
                  type="text"
                  danger
                  can={may}
                  permission={KEY}
                  onClick={() => changes.takeOutGroup(inner)}
                >
                  {t('group.takeOut')}
                </ReasonButton>
              )}
            </div>
            {inner.members === 0 ? null : <Through group={inner} path={names.join(' / ')} />}
          </li>
        ))}
      </ul>
      <AddGroups group={group} groups={groups} onAdd={changes.addGroups} />
    </section>
  )
}

function AddGroups({
  group,
  groups,
  onAdd,
}: Pick<Props, 'group' | 'groups'> & { readonly onAdd: GroupChanges['addGroups'] }) {
  const { t } = useTranslation('giving')
  const may = useMay(KEY)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const offered = groups.filter(({ id }) => id !== group.id && !group.groups.includes(id))
  if (offered.length === 0) return <p className="quiet">{t('group.noGroups')}</p>
  return (
    <div className="group-add">
      <Select
        mode="multiple"
        aria-label={t('group.addGroups')}
        placeholder={t('group.addGroups')}
        value={[...chosen]}
        showSearch={{ optionFilterProp: 'label' }}
        options={offered.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setChosen}
      />
      <ReasonButton
        can={may}
        permission={KEY}
        disabled={chosen.length === 0}
        onClick={() => onAdd(offered.filter(({ id }) => chosen.includes(id)))}
      >
        {t('group.addGroups')}
      </ReasonButton>
    </div>
  )
}

/** The people of a group inside, read when one wants to see them. */
function Through({ group, path }: { readonly group: Group; readonly path: string }) {
  const { t } = useTranslation('giving')
  const { t: common } = useTranslation()
  const [open, setOpen] = useState(false)
  const people = usePages(
    contract.directory.groupMembers,
    { params: { groupId: group.id }, query: { limit: 50 } },
    open,
  )
  if (!open)
    return (
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t('group.show')}
      </Button>
    )
  return (
    <div role="group" aria-label={t('group.through', { path })}>
      {people.loading ? <RowsSkeleton rows={2} /> : null}
      {people.error === null ? null : <ErrorState error={people.error} onRetry={people.again} />}
      {people.items.map((row) => (
        <p key={row.id}>
          <Person name={row.name} hint={`${departmentOf(row)} · ${t('group.through', { path })}`} size={26} />
        </p>
      ))}
      {people.hasMore ? (
        <Button size="small" loading={people.loadingMore} onClick={people.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </div>
  )
}
