import { contract } from '@hufu/contract'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { usePreviewed } from '../../rights/use-previewed.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { listed } from '../../words/listed.ts'
import { GroupForm } from './group-form.tsx'
import { GroupPeople } from './group-people.tsx'
import { GroupsInside } from './groups-inside.tsx'
import { outerNames } from './group-tree.ts'
import { useGroupChanges } from './use-group-changes.ts'

export type Group = AnswerOf<typeof contract.directory.groups>['items'][number]
type Props = {
  readonly group: Group | null
  /** All groups, as groups lie inside others. */
  readonly groups: readonly Group[]
  readonly onOpen: (groupId: string) => void
  readonly onClose: () => void
}
const KEY = 'org.usergroup.manage'

/** One user group: its people and groups, who is in it by which, and the ways to change it. */
export function GroupDrawer({ group, groups, onOpen, onClose }: Props) {
  const { t } = useTranslation('directory')
  const phone = usePhone()
  return (
    <Drawer
      open={group !== null}
      size={phone ? '100%' : 560}
      title={group === null ? '' : t('groups.people', { name: group.name })}
      onClose={onClose}
      footer={group === null ? null : <Acts group={group} onClose={onClose} />}
    >
      {group === null ? null : <OneGroup key={group.id} group={group} groups={groups} onOpen={onOpen} />}
    </Drawer>
  )
}

type OneProps = Pick<Props, 'groups' | 'onOpen'> & { readonly group: Group }

function OneGroup({ group, groups, onOpen }: OneProps) {
  const { t } = useTranslation('giving')
  const outer = outerNames(groups, group.id)
  const changes = useGroupChanges(group)
  return (
    <div className="card">
      <p className="quiet">
        {t('group.count', { members: group.members, people: group.people })}
        {outer.length === 0 ? '' : ` · ${t('group.inside', { names: listed(outer) })}`}
      </p>
      <GroupsInside group={group} groups={groups} changes={changes} onOpen={onOpen} />
      <GroupPeople group={group} changes={changes} />
      {changes.dialog}
    </div>
  )
}

function Acts({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const tell = useTell()
  const [renaming, setRenaming] = useState(false)
  const { ask: askFirst, dialog } = usePreviewed()
  const params = { groupId: group.id }
  const remove = (): void =>
    askFirst({
      title: t('groups.removeTitle', { name: group.name }),
      lines: [t('groups.removeLine', { name: group.name, count: group.members })],
      act: common('act.remove'),
      danger: true,
      steps: [{ do: 'groups.remove', with: params }],
      onAct: async () => {
        const { applied } = await ask(contract.directory.removeGroup, { params })
        tell.done(t('groups.removed'), applied)
        onClose()
        await readAgain()
      },
    })
  return (
    <div className="drawer-foot">
      <ReasonButton danger can={may} permission={KEY} onClick={remove}>
        {common('act.remove')}
      </ReasonButton>
      <ReasonButton can={may} permission={KEY} onClick={() => setRenaming(true)}>
        {t('groups.rename')}
      </ReasonButton>
      {renaming ? <GroupForm group={group} onClose={() => setRenaming(false)} /> : null}
      {dialog}
    </div>
  )
}
