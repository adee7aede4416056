import { contract } from '@hufu/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../data/me.ts'
import { useAsk } from '../data/queries.ts'
import { indexOf, nameIn, pathOf } from '../ui/department-index.ts'
import { PickerField } from '../ui/fields.tsx'
import { aimOf, aims, chosenIn } from './place.ts'
import type { Aim } from './place.ts'
import './rights.css'

type Props = {
  readonly id?: string
  /** As in an address; see `placeOf`. */
  readonly value: string
  readonly onChange: (text: string) => void
  /** Left out where nobody is asked about. Default true. */
  readonly withSelf?: boolean
}

/** Chooses the place a right is asked about: the company, a department, a person, a user group, an external resource. */
export function PlaceField({ id, value, onChange, withSelf = true }: Props) {
  const { t } = useTranslation('explorer')
  const aim = aimOf(value)
  const chosen = chosenIn(value)
  const put = (which: string): void => onChange(`${aim}:${which}`)
  return (
    <div className="place-field">
      <Select
        {...(id === undefined ? {} : { id })}
        aria-label={t('where')}
        value={aim}
        options={aims
          .filter((each) => withSelf || each !== 'self')
          .map((each) => ({ value: each, label: t(`place.${each}`) }))}
        onChange={(next: Aim) => onChange(next === 'workspace' || next === 'self' ? next : `${next}:`)}
      />
      {aim === 'department' ? <DepartmentChoice id={chosen} onChoose={put} /> : null}
      {aim === 'member' ? <MemberChoice id={chosen} label={t('place.member')} onChoose={put} /> : null}
      {aim === 'group' ? <GroupChoice id={chosen} onChoose={put} /> : null}
      {aim === 'resource' ? <ResourceChoice id={chosen} onChoose={put} /> : null}
    </div>
  )
}

type ChoiceProps = { readonly id: string; readonly onChoose: (id: string) => void }

function DepartmentChoice({ id, onChoose }: ChoiceProps) {
  const { t } = useTranslation('explorer')
  const tree = useAsk(contract.directory.tree, {})
  const index = tree.data === undefined ? null : indexOf(tree.data)
  const name = index === null ? '…' : (nameIn(index, id) ?? id)
  const hint = index === null ? '' : pathOf(index, id).join(' / ')
  return (
    <PickerField
      what="departments"
      many={false}
      label={t('place.department')}
      value={id === '' ? [] : [{ type: 'department', id, name, hint }]}
      onChange={([one]) => onChoose(one?.id ?? '')}
    />
  )
}

/** Chooses one member by the picker; the name is read where only the id is known. */
export function MemberChoice({ id, label, onChoose }: ChoiceProps & { readonly label: string }) {
  const member = useAsk(contract.directory.member, { params: { memberId: id } }, { enabled: id !== '' })
  return (
    <PickerField
      what="members"
      many={false}
      label={label}
      value={id === '' ? [] : [{ type: 'member', id, name: member.data?.name ?? '…' }]}
      onChange={([one]) => onChoose(one?.id ?? '')}
    />
  )
}

function GroupChoice({ id, onChoose }: ChoiceProps) {
  const { t } = useTranslation('explorer')
  const groups = useAsk(contract.directory.groups, {})
  return (
    <Select
      aria-label={t('place.chooseGroup')}
      placeholder={t('place.chooseGroup')}
      value={id === '' ? null : id}
      loading={groups.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={(groups.data?.items ?? []).map((group) => ({ value: group.id, label: group.name }))}
      onChange={(next) => onChoose(next ?? '')}
    />
  )
}

const FOUND = 50

function ResourceChoice({ id, onChoose }: ChoiceProps) {
  const { t } = useTranslation('explorer')
  const may = useMay('resource.manage')
  const [find, setFind] = useState('')
  const search = find.trim()
  const found = useAsk(
    contract.authority.resources,
    { query: { limit: FOUND, ...(search === '' ? {} : { search }) } },
    { enabled: may.allowed, keep: true },
  )
  const options = (found.data?.items ?? []).map((one) => ({
    value: `${one.kind}:${one.id}`,
    label: `${one.name} · ${one.kind}`,
  }))
  return (
    <Select
      aria-label={t('place.chooseResource')}
      placeholder={t('place.chooseResource')}
      value={id === '' ? null : id}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setFind }}
      notFoundContent={t('place.findResource')}
      options={options}
      onChange={(next) => onChoose(next ?? '')}
    />
  )
}
