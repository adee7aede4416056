import { contract } from '@hufu/contract'
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { PickerField, PositionField } from '../ui/fields.tsx'

/** Whom a grant or restriction speaks of, with the name shown in the form. */
export type SubjectChoice =
  | {
      readonly type: 'member' | 'group' | 'position' | 'department'
      readonly id: string
      readonly name: string
    }
  | { readonly type: 'everyone' }
  | { readonly type: 'member' | 'group' | 'position' | 'department'; readonly id: null }

const types = ['member', 'group', 'position', 'department', 'everyone'] as const
type Props = {
  readonly id?: string
  readonly value?: SubjectChoice
  readonly onChange?: (subject: SubjectChoice) => void
}

/** A form's field for a member, group, position, department or everyone. */
export function SubjectField({ id, value = { type: 'member', id: null }, onChange }: Props) {
  const { t } = useTranslation('authority')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Segmented
        aria-label={t('subject.label')}
        value={value.type}
        options={types.map((type) => ({ value: type, label: t(`subject.${type}`) }))}
        onChange={(type) => onChange?.(type === 'everyone' ? { type } : { type, id: null })}
      />
      <Which value={value} onChange={onChange} />
    </div>
  )
}

function Which({ value, onChange }: { readonly value: SubjectChoice; readonly onChange: Props['onChange'] }) {
  const { t } = useTranslation('authority')
  const positions = useAsk(contract.directory.positions, {}, { enabled: value.type === 'position' })
  if (value.type === 'everyone') return null
  const label = t(`subject.${value.type}`)
  if (value.type === 'group') return <GroupSelect value={value.id} onChange={onChange} />
  if (value.type === 'position')
    return (
      <PositionField
        value={value.id}
        onChange={(id) => {
          const name = positions.data?.items.find((each) => each.id === id)?.name ?? ''
          onChange?.(id === null ? { type: 'position', id: null } : { type: 'position', id, name })
        }}
      />
    )
  const { type } = value
  return (
    <PickerField
      what={type === 'member' ? 'members' : 'departments'}
      many={false}
      label={label}
      value={value.id === null ? [] : [{ type, id: value.id, name: value.name }]}
      onChange={([one]) =>
        onChange?.(one === undefined ? { type, id: null } : { type, id: one.id, name: one.name })
      }
    />
  )
}

function GroupSelect({
  value,
  onChange,
}: {
  readonly value: string | null
  readonly onChange: Props['onChange']
}) {
  const { t } = useTranslation('authority')
  const groups = useAsk(contract.directory.groups, {})
  return (
    <Select
      aria-label={t('subject.group')}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('subject.needed')}
      loading={groups.isPending}
      options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        const name = groups.data?.items.find((each) => each.id === id)?.name ?? ''
        onChange?.(id === null ? { type: 'group', id: null } : { type: 'group', id, name })
      }}
    />
  )
}
