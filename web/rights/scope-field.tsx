import { contract } from '@hufu/contract'
import { Input, Radio, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { indexOf, nameIn, pathOf } from '../ui/department-index.ts'
import { PickerField } from '../ui/fields.tsx'
import type { Chosen } from '../ui/picker.ts'
import { listed } from '../words/listed.ts'
import type { Scope } from './sent-scope.ts'

type Props = {
  readonly id?: string
  readonly value?: Scope
  readonly onChange?: (scope: Scope) => void
  /** Which kinds may be chosen. Default all. */
  readonly types?: readonly Scope['type'][]
}
const allTypes: readonly Scope['type'][] = ['workspace', 'departments', 'own-department', 'resource']

/** A form's field for where a right holds. */
export function ScopeField({ id, value = { type: 'workspace' }, onChange, types = allTypes }: Props) {
  const { t } = useTranslation('authority')
  return (
    <div {...(id === undefined ? {} : { id })}>
      <Radio.Group
        className="scope-types"
        aria-label={t('scope.label')}
        value={value.type}
        options={types.map((type) => ({ value: type, label: t(`scope.${type}`) }))}
        onChange={(event) => onChange?.(emptyScope(event.target.value as Scope['type']))}
      />
      {value.type === 'departments' ? <Departments value={value.ids} onChange={onChange} /> : null}
      {value.type === 'own-department' ? <p className="quiet">{t('scope.ownHint')}</p> : null}
      {value.type === 'resource' ? (
        <Space.Compact block>
          <Input
            aria-label={t('scope.kind')}
            placeholder={t('scope.kindExample')}
            value={value.kind}
            maxLength={40}
            onChange={(event) => onChange?.({ ...value, kind: event.target.value })}
          />
          <Input
            aria-label={t('scope.id')}
            placeholder={t('scope.id')}
            value={value.id}
            maxLength={200}
            onChange={(event) => onChange?.({ ...value, id: event.target.value })}
          />
        </Space.Compact>
      ) : null}
    </div>
  )
}

type DepartmentsProps = { readonly value: readonly string[]; readonly onChange: Props['onChange'] }

function Departments({ value, onChange }: DepartmentsProps) {
  const { t } = useTranslation('authority')
  const tree = useAsk(contract.directory.tree, {})
  const chosen = value.map((id): Chosen => {
    if (tree.data === undefined) return { type: 'department', id, name: '…' }
    const index = indexOf(tree.data)
    return { type: 'department', id, name: nameIn(index, id) ?? id, hint: pathOf(index, id).join(' / ') }
  })
  return (
    <div className="scope-departments">
      <PickerField
        what="departments"
        label={t('scope.choose')}
        value={chosen}
        onChange={(next) => onChange?.({ type: 'departments', ids: next.map(({ id }) => id) })}
      />
    </div>
  )
}

const emptyScope = (type: Scope['type']): Scope =>
  type === 'departments' ? { type, ids: [] } : type === 'resource' ? { type, kind: '', id: '' } : { type }

/** A scope in words; departments by name where the tree is known. */
export function useScopeWords(): (scope: Scope | undefined) => string {
  const { t } = useTranslation('authority')
  const tree = useAsk(contract.directory.tree, {})
  return (scope) => {
    if (scope === undefined) return '…'
    if (scope.type === 'resource') return `${scope.kind}:${scope.id}`
    if (scope.type !== 'departments') return t(`scope.${scope.type}`)
    const index = tree.data === undefined ? null : indexOf(tree.data)
    const names = scope.ids.map((id) => (index === null ? id : (nameIn(index, id) ?? id)))
    return names.length === 0 ? '…' : listed(names)
  }
}
