import { contract } from '@hufu/contract'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { PickerField } from '../../ui/fields.tsx'

/** Somebody or something named in a rule, with the name shown in the form. */
export type Named = {
  readonly type: 'member' | 'department' | 'group'
  readonly id: string
  readonly name: string
}

type Props = {
  readonly id?: string
  readonly value?: readonly Named[]
  readonly onChange?: (named: readonly Named[]) => void
  /** Whether user groups may be named too. Default true. */
  readonly groups?: boolean
}

/** A form's field for members, departments and user groups together. */
export function NamedField({ id, value = [], onChange, groups = true }: Props) {
  const { t } = useTranslation('visibility')
  const put = (type: Named['type'], chosen: readonly Named[]): void =>
    onChange?.([...value.filter((one) => one.type !== type), ...chosen])
  const pick = (type: 'member' | 'department') =>
    value.flatMap((one) => (one.type === type ? [{ type, id: one.id, name: one.name }] : []))
  return (
    <div {...(id === undefined ? {} : { id })} className="named-field">
      <span className="quiet">{t('spared.members')}</span>
      <PickerField
        what="members"
        label={t('spared.members')}
        value={pick('member')}
        onChange={(chosen) => put('member', chosen)}
      />
      <span className="quiet">{t('spared.departments')}</span>
      <PickerField
        what="departments"
        label={t('spared.departments')}
        value={pick('department')}
        onChange={(chosen) => put('department', chosen)}
      />
      {groups ? <Groups value={value} onChange={(chosen) => put('group', chosen)} /> : null}
    </div>
  )
}

function Groups({
  value,
  onChange,
}: {
  readonly value: readonly Named[]
  readonly onChange: (groups: readonly Named[]) => void
}) {
  const { t } = useTranslation('visibility')
  const read = useAsk(contract.directory.groups, {})
  const items = read.data?.items ?? []
  return (
    <>
      <span className="quiet">{t('spared.groups')}</span>
      <Select
        mode="multiple"
        aria-label={t('spared.groups')}
        value={value.filter(({ type }) => type === 'group').map(({ id }) => id)}
        showSearch={{ optionFilterProp: 'label' }}
        loading={read.isPending}
        options={items.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids) =>
          onChange(
            items.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ type: 'group', id, name })),
          )
        }
      />
    </>
  )
}
