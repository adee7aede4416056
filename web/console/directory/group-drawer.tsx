import { UserAddOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberRow } from '@hufu/contract'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, usePages } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { MemberPicker } from '../../ui/member-picker.tsx'
import { Person } from '../../ui/person.tsx'
import { usePhone } from '../../ui/phone.ts'
import { departmentOf } from '../../ui/picker-people.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { GroupForm } from './group-form.tsx'

type Group = AnswerOf<typeof contract.directory.groups>['items'][number]
type Props = { readonly group: Group | null; readonly onClose: () => void }
const KEY = 'org.usergroup.manage'

/** One user group: its people, and the way to add, take out, rename and remove. */
export function GroupDrawer({ group, onClose }: Props) {
  const { t } = useTranslation('directory')
  const phone = usePhone()
  return (
    <Drawer
      open={group !== null}
      size={phone ? '100%' : 520}
      title={group === null ? '' : t('groups.people', { name: group.name })}
      onClose={onClose}
      footer={group === null ? null : <Acts group={group} onClose={onClose} />}
    >
      {group === null ? null : <People key={group.id} group={group} />}
    </Drawer>
  )
}

function People({ group }: { readonly group: Group }) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const [adding, setAdding] = useState(false)
  const people = usePages(contract.directory.groupMembers, {
    params: { groupId: group.id },
    query: { limit: 50 },
  })
  const { takeOut, add, dialog } = useChanges(group)
  return (
    <div className="card">
      <ReasonButton icon={<UserAddOutlined />} can={may} permission={KEY} onClick={() => setAdding(true)}>
        {t('groups.addPeople')}
      </ReasonButton>
      {people.loading ? <RowsSkeleton rows={4} /> : null}
      {people.error === null ? null : <ErrorState error={people.error} onRetry={people.again} />}
      {!people.loading && people.error === null && people.items.length === 0 ? (
        <EmptyState title={t('groups.noPeople')} />
      ) : null}
      <ul className="lines">
        {people.items.map((row) => (
          <li key={row.id}>
            <Person name={row.name} hint={departmentOf(row)} />
            <ReasonButton
              size="small"
              type="text"
              danger
              can={may}
              permission={KEY}
              onClick={() => takeOut(row)}
            >
              {t('groups.takeOut')}
            </ReasonButton>
          </li>
        ))}
      </ul>
      {people.hasMore ? (
        <Button block loading={people.loadingMore} onClick={people.more}>
          {common('act.more')}
        </Button>
      ) : null}
      <MemberPicker
        open={adding}
        what="members"
        title={t('groups.addPeople')}
        chosen={[]}
        without={new Set(people.items.map(({ id }) => id))}
        onCancel={() => setAdding(false)}
        onDone={(chosen) => {
          setAdding(false)
          void add(chosen.map(({ id }) => id))
        }}
      />
      {dialog}
    </div>
  )
}

function useChanges({ id: groupId, name: group }: Group) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const change = async (body: { add?: string[]; remove?: string[] }): Promise<void> => {
    const { applied } = await ask(contract.directory.changeGroupMembers, { params: { groupId }, body })
    tell.done(t('groups.peopleSaved'), applied)
    await readAgain()
  }
  return {
    dialog,
    add: (ids: readonly string[]) => change({ add: [...ids] }).catch(tell.problem),
    takeOut: ({ id, name }: MemberRow) =>
      askFirst({
        title: t('groups.takeOutTitle', { name }),
        lines: [t('groups.takeOutLine', { name, group })],
        act: t('groups.takeOut'),
        reason: false,
        onAct: () => change({ remove: [id] }),
      }),
  }
}

function Acts({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const may = useMay(KEY)
  const tell = useTell()
  const [renaming, setRenaming] = useState(false)
  const { ask: askFirst, dialog } = useConsequence()
  const remove = (): void =>
    askFirst({
      title: t('groups.removeTitle', { name: group.name }),
      lines: [t('groups.removeLine', { name: group.name, count: group.members })],
      act: common('act.remove'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(contract.directory.removeGroup, { params: { groupId: group.id } })
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
