import { contract } from '@hufu/contract'
import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { PickerField } from '../../ui/fields.tsx'
import { NameDrawer } from '../../ui/name-drawer.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'

type Group = AnswerOf<typeof contract.directory.groups>['items'][number]
type Props = { readonly group: Group | null; readonly onClose: () => void }

/** Makes a user group or renames one. */
export function GroupForm({ group, onClose }: Props) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const [department, setDepartment] = useState<readonly Chosen[]>([])
  return (
    <NameDrawer
      title={t(group === null ? 'groups.create' : 'groups.renameTitle')}
      label={t('groups.name')}
      name={group?.name ?? ''}
      onClose={onClose}
      onSend={async (name) => {
        const { applied } =
          group === null
            ? await ask(contract.directory.createGroup, {
                body: { name, departmentId: department[0]?.id ?? null },
              })
            : await ask(contract.directory.renameGroup, { params: { groupId: group.id }, body: { name } })
        tell.done(t(group === null ? 'groups.created' : 'groups.renamed'), applied)
        await readAgain()
      }}
    >
      {group === null ? (
        <Form.Item label={t('groups.department')} required>
          <PickerField
            what="departments"
            many={false}
            label={t('groups.department')}
            value={department}
            onChange={setDepartment}
          />
        </Form.Item>
      ) : null}
    </NameDrawer>
  )
}
