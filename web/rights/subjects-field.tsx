import { contract } from '@hufu/contract'
import { Segmented, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { PickerField } from '../ui/fields.tsx'

type Type = 'member' | 'group' | 'position' | 'department'
/** One of those whom grants or restrictions speak of, with the name shown in the form. */
export type SubjectChosen =
  | { readonly type: Type; readonly id: string; readonly name: string; readonly hint?: string }
  | { readonly type: 'everyone' }

type Named = Exclude<SubjectChosen, { readonly type: 'everyone' }>
const types = ['member', 'group', 'position', 'department', 'everyone'] as const
type Props = {
  readonly id?: string
  readonly value?: readonly SubjectChosen[]
  readonly onChange?: (subjects: readonly SubjectChosen[]) => void
}

const isNamed = (one: SubjectChosen): one is Named => one.type !== 'everyone'

/** A form's field for any number of members, groups, positions and departments, or everyone. */
export function SubjectsField({ id, value = [], onChange }: Props) {
  const { t } = useTranslation('giving')
  const { t: authority } = useTranslation('authority')
  const [type, setType] = useState<(typeof types)[number]>(value[0]?.type ?? 'member')
  const named = value.filter(isNamed)
  const others = named.filter((one) => one.type !== type)
  const label = (each: (typeof types)[number]): string => {
    const count = named.filter((one) => one.type === each).length
    const words = authority(`subject.${each}`)
    return count === 0 ? words : t('subjectCount', { type: words, count })
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Segmented
        aria-label={authority('subject.label')}
        value={type}
        options={types.map((each) => ({ value: each, label: label(each) }))}
        onChange={(next) => {
          setType(next)
          // Everyone includes everybody else; going back from it begins anew.
          if (next === 'everyone') onChange?.([{ type: 'everyone' }])
          else if (type === 'everyone') onChange?.([])
        }}
      />
      {type === 'everyone' ? (
        <span className="quiet">{t('all')}</span>
      ) : (
        <OfType
          key={type}
          type={type}
          value={named.filter((one) => one.type === type)}
          onChange={(chosen) => onChange?.([...others, ...chosen])}
        />
      )}
      {others.length === 0 || type === 'everyone' ? null : (
        <div>
          <small className="quiet">{t('chosenElse')} </small>
          {others.map((one) => (
            <Tag
              key={one.id}
              closable
              onClose={(event) => {
                event.preventDefault()
                onChange?.(named.filter((other) => other.id !== one.id))
              }}
            >
              {one.name}
            </Tag>
          ))}
        </div>
      )}
    </div>
  )
}

type OfTypeProps = {
  readonly type: Type
  readonly value: readonly Named[]
  readonly onChange: (chosen: readonly Named[]) => void
}

function OfType({ type, value, onChange }: OfTypeProps) {
  const { t } = useTranslation('authority')
  if (type === 'group' || type === 'position')
    return <FromList type={type} value={value} onChange={onChange} />
  return (
    <PickerField
      what={type === 'member' ? 'members' : 'departments'}
      label={t(`subject.${type}`)}
      value={value.map(({ id, name, hint }) => ({ type, id, name, ...(hint === undefined ? {} : { hint }) }))}
      onChange={(chosen) =>
        onChange(
          chosen.map(({ id, name, hint }) => ({ type, id, name, ...(hint === undefined ? {} : { hint }) })),
        )
      }
    />
  )
}

function FromList({ type, value, onChange }: OfTypeProps) {
  const { t } = useTranslation('giving')
  const groups = useAsk(contract.directory.groups, {}, { enabled: type === 'group' })
  const positions = useAsk(contract.directory.positions, {}, { enabled: type === 'position' })
  const read = type === 'group' ? groups : positions
  const items: readonly { readonly id: string; readonly name: string }[] = read.data?.items ?? []
  const label = t(type === 'group' ? 'groups' : 'positions')
  return (
    <Select
      mode="multiple"
      aria-label={label}
      placeholder={label}
      value={value.map(({ id }) => id)}
      showSearch={{ optionFilterProp: 'label' }}
      loading={read.isPending}
      options={items.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(ids) =>
        onChange(items.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ type, id, name })))
      }
    />
  )
}

/** As the contract takes them. */
export const sentSubjects = (subjects: readonly SubjectChosen[]) =>
  subjects.map((one) => (one.type === 'everyone' ? { type: one.type } : { type: one.type, id: one.id }))
