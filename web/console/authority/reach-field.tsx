import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { ScopeField } from '../../rights/scope-field.tsx'
import type { Scope } from '../../rights/sent-scope.ts'

type Props = {
  readonly id?: string
  /** Null: the same as the scope of the seat. */
  readonly value?: Scope | null
  readonly onChange?: (reach: Scope | null) => void
}

/** To whom an administrator may give: as far as they manage, or somewhere chosen. */
export function ReachField({ id, value = null, onChange }: Props) {
  const { t } = useTranslation('seats')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('reach')}
        value={value === null ? 'same' : 'other'}
        options={[
          { value: 'same', label: t('reachSame') },
          { value: 'other', label: t('reachOther') },
        ]}
        onChange={(event) =>
          onChange?.(event.target.value === 'same' ? null : { type: 'departments', ids: [] })
        }
      />
      {value === null ? null : (
        <ScopeField
          value={value}
          types={['departments', 'own-department', 'workspace']}
          onChange={(reach) => onChange?.(reach)}
        />
      )}
    </div>
  )
}
