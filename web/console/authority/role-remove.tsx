import { contract } from '@hufu/contract'
import type { RoleView } from '@hufu/contract'
import { Alert, Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { useTell } from '../../ui/tell.tsx'

type Values = { readonly how: 'end' | 'replace'; readonly by?: string; readonly because: string }
type Props = { readonly role: RoleView; readonly onClose: () => void; readonly onGone: () => void }

/** Removes a role that is held: what it gives ends, or goes on with another role. */
export function RoleRemove({ role, onClose, onGone }: Props) {
  const { t } = useTranslation('giving')
  const { t: authority } = useTranslation('authority')
  const tell = useTell()
  const params = { roleId: role.id }
  const holders = useAsk(contract.authority.roleHolders, { params, query: { limit: 1 } })
  const restricts = holders.data?.restricts ?? false
  const bodyOf = ({ how, by, because }: Values) => ({
    ...(how === 'replace' && by !== undefined ? { by } : {}),
    because: because.trim(),
  })
  return (
    <PreviewedDrawer<Values>
      title={t('role.removeHeld', { name: role.name })}
      act={authority('roles.remove')}
      danger
      initial={{ how: restricts ? 'replace' : 'end' }}
      onClose={onClose}
      stepsOf={(values) => [{ do: 'roles.replace', with: { ...params, ...bodyOf(values) } }]}
      onSend={async (values) => {
        const { ended, given, applied } = await ask(contract.authority.replaceRole, {
          params,
          body: bodyOf(values),
        })
        tell.done(t('role.replaced', { ended, given }), applied)
        onGone()
        await readAgain()
      }}
    >
      {restricts ? <Alert type="info" showIcon className="refusal" title={t('role.restricts')} /> : null}
      <Form.Item name="how" required label={t('role.removeHow', { count: role.holders })}>
        <Radio.Group
          options={[
            { value: 'end', label: t('role.endAll'), disabled: restricts },
            { value: 'replace', label: t('role.replace') },
          ]}
        />
      </Form.Item>
      <Form.Item shouldUpdate noStyle>
        {({ getFieldValue }) =>
          getFieldValue('how') === 'replace' ? (
            <Form.Item
              name="by"
              label={t('role.replaceBy')}
              rules={[{ required: true, message: t('role.replaceNeeded') }]}
            >
              <RoleSelect without={role.id} />
            </Form.Item>
          ) : null
        }
      </Form.Item>
      <ReasonItem />
    </PreviewedDrawer>
  )
}

type SelectProps = {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (roleId: string) => void
  readonly without: string
}

function RoleSelect({ id, value, onChange, without }: SelectProps) {
  const { t } = useTranslation('giving')
  const roles = useAsk(contract.authority.roles, {})
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('role.replaceNeeded')}
      loading={roles.isPending}
      options={(roles.data?.items ?? [])
        .filter((role) => role.id !== without)
        .map((role) => ({ value: role.id, label: role.name }))}
      onChange={(next) => (next === null ? undefined : onChange?.(next))}
    />
  )
}
