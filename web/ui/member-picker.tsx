import { CloseOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Button, Modal, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { indexOf, nameIn, pathOf } from './department-index.ts'
import { DepartmentTree } from './department-tree.tsx'
import { usePhone } from './phone.ts'
import type { Chosen, PickerKind } from './picker.ts'
import { PickerPeople } from './picker-people.tsx'
import { Shown } from './states.tsx'

type Props = PickerKind & {
  readonly open: boolean
  readonly title?: string
  readonly chosen: readonly Chosen[]
  readonly onDone: (chosen: readonly Chosen[]) => void
  readonly onCancel: () => void
  /** Members who cannot be chosen, such as those already in. */
  readonly without?: ReadonlySet<string>
}

/** The one picker of members and departments: tree and search on the left, what is chosen on the right, with its count. */
export function MemberPicker(props: Props) {
  return props.open ? <OpenPicker {...props} /> : null
}

function OpenPicker({ what, many = true, title, chosen, onDone, onCancel, without }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const tree = useAsk(contract.directory.tree, {})
  const [picked, setPicked] = useState<readonly Chosen[]>(chosen)
  const [department, setDepartment] = useState<string | null>(null)
  const toggle = (one: Chosen): void =>
    setPicked((before) => {
      if (before.some(({ id }) => id === one.id)) return before.filter(({ id }) => id !== one.id)
      return many ? [...before, one] : [one]
    })
  const chooseDepartment = (id: string): void => {
    setDepartment(id)
    if (what !== 'departments' || tree.data === undefined) return
    const index = indexOf(tree.data)
    toggle({ type: 'department', id, name: nameIn(index, id) ?? id, hint: pathOf(index, id).join(' / ') })
  }
  return (
    <Modal
      open
      width={what === 'members' ? 920 : 680}
      className={phone ? 'picker-modal picker-phone' : 'picker-modal'}
      title={title ?? t(`picker.${what}`)}
      onCancel={onCancel}
      onOk={() => onDone(picked)}
      okText={t('act.ok')}
      cancelText={t('act.cancel')}
      okButtonProps={{ disabled: picked.length === 0 && chosen.length === 0 }}
    >
      <div className={`picker picker-${what}`}>
        <div className="picker-tree">
          <Shown read={tree}>
            {(columns) => <DepartmentTree tree={columns} chosen={department} onChoose={chooseDepartment} />}
          </Shown>
        </div>
        {what === 'members' ? (
          <PickerPeople department={department} picked={picked} without={without} onToggle={toggle} />
        ) : null}
        <ChosenList what={what} picked={picked} onRemove={toggle} onClear={() => setPicked([])} />
      </div>
    </Modal>
  )
}

type ChosenProps = {
  readonly what: PickerKind['what']
  readonly picked: readonly Chosen[]
  readonly onRemove: (one: Chosen) => void
  readonly onClear: () => void
}

function ChosenList({ what, picked, onRemove, onClear }: ChosenProps) {
  const { t } = useTranslation()
  return (
    <section className="picker-chosen" aria-label={t('picker.chosen', { count: picked.length })}>
      <header>
        <strong aria-live="polite">{t('picker.chosen', { count: picked.length })}</strong>
        {picked.length === 0 ? null : (
          <Button type="link" size="small" onClick={onClear}>
            {t('picker.clear')}
          </Button>
        )}
      </header>
      {picked.length === 0 ? <p className="quiet">{t('picker.none')}</p> : null}
      {picked.map((one) => (
        <Tag
          key={one.id}
          closable
          title={one.hint}
          closeIcon={<CloseOutlined aria-label={t('picker.remove', { name: one.name })} />}
          onClose={(event) => {
            event.preventDefault()
            onRemove(one)
          }}
        >
          {one.name}
          {what === 'departments' ? <small> · {t('picker.below')}</small> : null}
        </Tag>
      ))}
    </section>
  )
}
