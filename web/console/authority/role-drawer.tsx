import { permission } from '@hufu/authority'
import { NAME_MAX, contract } from '@hufu/contract'
import type { Can, RoleView } from '@hufu/contract'
import { Alert, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PermissionChecks } from '../../rights/permission-checks.tsx'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { RoleHolders } from './role-holders.tsx'
import { RoleRemove } from './role-remove.tsx'

type Values = { readonly name: string; readonly permissions: readonly string[] }
type Props = {
  readonly open: boolean
  /** Null while open: a new one is made. */
  readonly role: RoleView | null
  readonly template: RoleView | null
  readonly can: Can
  readonly onCopy: (role: RoleView) => void
  readonly onClose: () => void
}

/** One role: seen first, changed or removed when it is one's own to change; or a new one. */
export function RoleDrawer(props: Props) {
  const { t } = useTranslation('authority')
  const [changing, setChanging] = useState(false)
  const { open, role, template, onClose } = props
  if (!open) return null
  if (role === null) {
    const name = template === null ? '' : t('roles.copyName', { name: template.name })
    const keys = (template?.permissions ?? []).filter(isFeature)
    return <RoleForm known={null} initial={{ name, permissions: keys }} onClose={onClose} />
  }
  if (changing) return <RoleForm known={role} initial={role} onClose={() => setChanging(false)} />
  return <OneRole {...props} shown={role} onChange={() => setChanging(true)} />
}

/** Presets of administrators hold administration too, which no role gives. */
const isFeature = (key: string): boolean => permission(key)?.kind === 'feature'

type ViewProps = Props & { readonly shown: RoleView; readonly onChange: () => void }

function OneRole({ shown: role, can, onCopy, onClose, onChange }: ViewProps) {
  const { t: words } = useTranslation('giving')
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const phone = usePhone()
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const [removing, setRemoving] = useState(false)
  const mine: Can = role.builtIn ? { allowed: false, because: 'authority/role-built-in' } : can
  const remove = (): void =>
    askFirst({
      title: t('roles.removeTitle', { name: role.name }),
      lines: [t('roles.removeLine', { name: role.name })],
      act: t('roles.remove'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(contract.authority.removeRole, { params: { roleId: role.id } })
        tell.done(t('roles.removed'), applied)
        onClose()
        await readAgain()
      },
    })
  if (removing) return <RoleRemove role={role} onClose={() => setRemoving(false)} onGone={onClose} />
  const acts = (
    <div className="drawer-foot">
      <ReasonButton
        danger
        can={mine}
        permission="admin.role.manage"
        onClick={() => (role.holders > 0 ? setRemoving(true) : remove())}
      >
        {common('act.remove')}
      </ReasonButton>
      <ReasonButton can={can} permission="admin.role.manage" onClick={() => onCopy(role)}>
        {words('role.copy')}
      </ReasonButton>
      <ReasonButton type="primary" can={mine} permission="admin.role.manage" onClick={onChange}>
        {common('act.edit')}
      </ReasonButton>
    </div>
  )
  return (
    <Drawer
      open
      size={phone ? '100%' : 600}
      title={t('roles.viewTitle', { name: role.name })}
      onClose={onClose}
      footer={acts}
    >
      <PermissionChecks kind="both" readOnly value={role.permissions} label={t('roles.permissions')} />
      <RoleHolders roleId={role.id} />
      {dialog}
    </Drawer>
  )
}

type FormProps = { readonly known: RoleView | null; readonly initial: Values; readonly onClose: () => void }

function RoleForm({ known, initial, onClose }: FormProps) {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const shape = { width: 640, initial: { name: initial.name, permissions: initial.permissions }, onClose }
  if (known === null)
    return (
      <FormDrawer<Values>
        {...shape}
        title={t('roles.create')}
        onSend={async (values) => {
          const { applied } = await ask(contract.authority.createRole, { body: bodyOf(values) })
          tell.done(t('roles.created'), applied)
          await readAgain()
        }}
      >
        <RoleItems />
      </FormDrawer>
    )
  const params = { roleId: known.id }
  return (
    <PreviewedDrawer<Values>
      {...shape}
      title={t('roles.changeTitle', { name: known.name })}
      stepsOf={(values) => [{ do: 'roles.change', with: { ...params, ...bodyOf(values) } }]}
      onSend={async (values) => {
        const { applied } = await ask(contract.authority.changeRole, { params, body: bodyOf(values) })
        tell.done(t('roles.changed'), applied)
        await readAgain()
      }}
    >
      {known.holders === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          className="refusal"
          title={t('roles.changeLine', { count: known.holders })}
        />
      )}
      <RoleItems />
    </PreviewedDrawer>
  )
}

const bodyOf = ({ name, permissions }: Values) => ({ name, permissions: [...permissions] })

function RoleItems() {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  return (
    <>
      <Form.Item
        name="name"
        label={t('roles.name')}
        rules={[
          { required: true, whitespace: true, message: common('field.needed', { name: t('roles.name') }) },
        ]}
      >
        <Input autoFocus maxLength={NAME_MAX} />
      </Form.Item>
      <Form.Item name="permissions" required label={t('roles.permissions')}>
        <PermissionChecks kind="feature" label={t('roles.permissions')} />
      </Form.Item>
    </>
  )
}
