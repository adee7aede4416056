import { contract } from '@hufu/contract'
import { Button, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { MemberPicker } from './member-picker.tsx'
import type { Chosen, PickerKind } from './picker.ts'

type Props = PickerKind & {
  readonly id?: string
  readonly value?: readonly Chosen[]
  readonly onChange?: (chosen: readonly Chosen[]) => void
  readonly label: string
  readonly without?: ReadonlySet<string>
}

/** A form's field that is filled by the picker of members and departments. Its value is a list, also when only one may be chosen. */
export function PickerField({ id, value = [], onChange, label, what, many = true, without }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div className="picker-field">
      {value.map((one) => (
        <Tag
          key={one.id}
          title={one.hint}
          closable
          onClose={(event) => {
            event.preventDefault()
            onChange?.(value.filter((other) => other.id !== one.id))
          }}
        >
          {one.name}
          {one.hint === undefined || one.hint === '' || what === 'departments' ? null : (
            <small> · {one.hint}</small>
          )}
        </Tag>
      ))}
      <Button
        size="small"
        {...(id === undefined ? {} : { id })}
        aria-label={`${label} ${t(value.length === 0 ? 'act.choose' : 'act.change')}`}
        onClick={() => setOpen(true)}
      >
        {value.length === 0 ? t('act.choose') : t('act.change')}
      </Button>
      <MemberPicker
        open={open}
        what={what}
        many={many}
        title={label}
        chosen={value}
        {...(without === undefined ? {} : { without })}
        onCancel={() => setOpen(false)}
        onDone={(chosen) => {
          setOpen(false)
          onChange?.(chosen)
        }}
      />
    </div>
  )
}

type PositionProps = {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (positionId: string | null) => void
}

/** A form's field for a position, or none. */
export function PositionField({ id, value, onChange }: PositionProps) {
  const { t } = useTranslation('directory')
  const positions = useAsk(contract.directory.positions, {})
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('member.noPosition')}
      loading={positions.isPending}
      onChange={(next) => onChange?.(next ?? null)}
      options={(positions.data?.items ?? []).map(({ id: positionId, name }) => ({
        value: positionId,
        label: name,
      }))}
    />
  )
}
