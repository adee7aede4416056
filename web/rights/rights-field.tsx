import { contract } from '@hufu/contract'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { fitsPermission, permissionOptions } from './right-field.tsx'

/** What several grants give or restrictions take, with the names shown in the form. */
export type RightsChoice = {
  readonly permissions: readonly string[]
  readonly roles: readonly { readonly id: string; readonly name: string; readonly keys: readonly string[] }[]
}
export const noRights: RightsChoice = { permissions: [], roles: [] }

type Props = {
  readonly id?: string
  readonly value?: RightsChoice
  readonly onChange?: (rights: RightsChoice) => void
  /** Administration permissions too; they can be restricted but not granted. */
  readonly administration?: boolean
}

/** A form's field for several permissions and roles at once. */
export function RightsField({ id, value = noRights, onChange, administration = false }: Props) {
  const { t } = useTranslation('giving')
  const roles = useAsk(contract.authority.roles, {})
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Select
        mode="multiple"
        aria-label={t('permissions')}
        placeholder={t('permissions')}
        value={[...value.permissions]}
        showSearch={{
          filterOption: (input, option) =>
            option !== undefined && 'value' in option && fitsPermission(String(option.value), input),
        }}
        options={permissionOptions({ administration })}
        onChange={(permissions) => onChange?.({ ...value, permissions })}
      />
      <Select
        mode="multiple"
        aria-label={t('roles')}
        placeholder={t('roles')}
        value={value.roles.map((role) => role.id)}
        showSearch={{ optionFilterProp: 'label' }}
        loading={roles.isPending}
        options={(roles.data?.items ?? []).map((role) => ({ value: role.id, label: role.name }))}
        onChange={(ids) =>
          onChange?.({
            ...value,
            roles: (roles.data?.items ?? [])
              .filter((role) => ids.includes(role.id))
              .map((role) => ({ id: role.id, name: role.name, keys: role.permissions })),
          })
        }
      />
    </div>
  )
}

/** Whether anything is chosen. */
export const hasRights = ({ permissions, roles }: RightsChoice): boolean =>
  permissions.length + roles.length > 0

/** As the contract takes them. */
export const sentRights = ({ permissions, roles }: RightsChoice) => [
  ...permissions.map((key) => ({ type: 'permission' as const, key })),
  ...roles.map(({ id }) => ({ type: 'role' as const, id })),
]
