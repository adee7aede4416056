import { contract } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { usePreviewed } from '../../rights/use-previewed.tsx'
import { useTell } from '../../ui/tell.tsx'
import { listed } from '../../words/listed.ts'

type Named = { readonly id: string; readonly name: string }
type Body = { add?: string[]; remove?: string[]; addGroups?: string[]; removeGroups?: string[] }

/** Puts people and groups into a group and takes them out, what it changes for everybody first. */
export type GroupChanges = {
  readonly addPeople: (people: readonly Named[]) => void
  readonly takeOutPerson: (person: Named) => void
  readonly addGroups: (groups: readonly Named[]) => void
  readonly takeOutGroup: (inner: Named) => void
  readonly dialog: ReactNode
}

export function useGroupChanges({ id: groupId, name: group }: Named): GroupChanges {
  const { t } = useTranslation('giving')
  const { t: directory } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const params = { groupId }
  const change = (title: string, act: string, body: Body, danger: boolean): void =>
    askFirst({
      title,
      act,
      danger,
      steps: [{ do: 'groups.change-members', with: { ...params, ...body } }],
      onAct: async () => {
        const { applied } = await ask(contract.directory.changeGroupMembers, { params, body })
        tell.done(t('group.saved'), applied)
        await readAgain()
      },
    })
  const adding = (some: readonly Named[]): string =>
    t('group.addTitle', { group, names: listed(some.map(({ name }) => name)) })
  const ids = (some: readonly Named[]): string[] => some.map(({ id }) => id)
  return {
    addPeople: (people) => change(adding(people), t('group.add'), { add: ids(people) }, false),
    takeOutPerson: ({ id, name }) =>
      change(directory('groups.takeOutTitle', { name }), t('group.takeOut'), { remove: [id] }, true),
    addGroups: (groups) => change(adding(groups), t('group.add'), { addGroups: ids(groups) }, false),
    takeOutGroup: ({ id, name }) =>
      change(t('group.takeOutGroup', { name, group }), t('group.takeOut'), { removeGroups: [id] }, true),
    dialog,
  }
}
