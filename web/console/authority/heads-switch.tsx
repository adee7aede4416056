import { builtInRoles, grantable } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { BatchStep } from '@hufu/contract'
import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { PermissionChecks } from '../../rights/permission-checks.tsx'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { REASON_TO_COME, usePreviewed } from '../../rights/use-previewed.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import './administrators.css'

type Heads = AnswerOf<typeof contract.authority.heads>
type Values = {
  readonly permissions: readonly string[]
  readonly ceiling: readonly string[]
  readonly because: string
}

/** The one switch by which every head of a department administers it; its consequence is looked at first. */
export function HeadsSwitch() {
  const { t } = useTranslation('seats')
  const read = useAsk(contract.authority.heads, {})
  const [changing, setChanging] = useState(false)
  const { off, dialog } = useTurnOff()
  if (read.data === undefined) return null
  const heads = read.data
  const change = (words: string, primary: boolean) => (
    <ReasonButton
      size="small"
      type={primary ? 'primary' : 'default'}
      can={heads.can.set}
      permission="admin.assign"
      onClick={() => setChanging(true)}
    >
      {words}
    </ReasonButton>
  )
  return (
    <section className="sheet heads" aria-label={t('heads.title')}>
      <div className="heads-words">
        <h2>
          {t('heads.title')}{' '}
          <span className={heads.enabled ? 'tag tag-good' : 'tag'}>
            {t(heads.enabled ? 'heads.on' : 'heads.off')}
          </span>
        </h2>
        <p className="quiet">
          {t('heads.lead')} {t('heads.count', { count: heads.heads })}
        </p>
      </div>
      <div className="row-acts">
        {heads.enabled ? (
          <>
            {change(t('heads.change'), false)}
            <ReasonButton
              size="small"
              danger
              can={heads.can.set}
              permission="admin.assign"
              onClick={() => off(heads)}
            >
              {t('heads.close')}
            </ReasonButton>
          </>
        ) : (
          change(t('heads.open'), true)
        )}
      </div>
      {changing ? <HeadsForm heads={heads} onClose={() => setChanging(false)} /> : null}
      {dialog}
    </section>
  )
}

function HeadsForm({ heads, onClose }: { readonly heads: Heads; readonly onClose: () => void }) {
  const { t } = useTranslation('seats')
  const { t: authority } = useTranslation('authority')
  const tell = useTell()
  const send = async (values: Values): Promise<void> => {
    const { appointed, ended, applied } = await ask(contract.authority.setHeads, { body: turnedOn(values) })
    tell.done(t('heads.done', { appointed, ended }), applied)
    await readAgain()
  }
  const someChosen = (_: unknown, keys: readonly string[]): Promise<void> =>
    keys.length > 0
      ? Promise.resolve()
      : Promise.reject(new Error(authority('administrators.needPermissions')))
  return (
    <PreviewedDrawer<Values>
      title={t('heads.formTitle')}
      act={t(heads.enabled ? 'heads.saveChange' : 'heads.save')}
      width={640}
      initial={heads.enabled ? { permissions: heads.permissions, ceiling: heads.ceiling } : usual()}
      onClose={onClose}
      stepsOf={(values): readonly BatchStep[] => [{ do: 'administrators.heads', with: turnedOn(values) }]}
      onSend={send}
    >
      <p className="heads-line">{t('heads.formLine', { count: heads.heads })}</p>
      <Form.Item
        name="permissions"
        required
        label={t('heads.permissions')}
        rules={[{ validator: someChosen }]}
      >
        <PermissionChecks kind="administration" label={t('heads.permissions')} />
      </Form.Item>
      <Form.Item name="ceiling" required label={t('heads.ceiling')} extra={t('heads.ceilingHint')}>
        <PermissionChecks kind="feature" label={t('heads.ceiling')} />
      </Form.Item>
      <ReasonItem />
    </PreviewedDrawer>
  )
}

const turnedOn = ({ permissions, ceiling, because }: Values) => ({
  enabled: true,
  permissions: [...permissions],
  ceiling: [...ceiling],
  because: because.trim(),
})

/** What heads usually get: the template for administrators of a department. */
const usual = (): Pick<Values, 'permissions' | 'ceiling'> => ({
  permissions: grantable(builtInRoles.find(({ slug }) => slug === 'department')?.permissions ?? []),
  ceiling: [],
})

function useTurnOff() {
  const { t } = useTranslation('seats')
  const tell = useTell()
  const { ask: look, dialog } = usePreviewed()
  const turnedOff = (because: string) => ({ enabled: false, permissions: [], ceiling: [], because })
  const off = ({ heads }: Heads): void =>
    look({
      title: t('heads.closeTitle'),
      lines: [t('heads.closeLine', { count: heads }), t('heads.closeLine2')],
      act: t('heads.close').replace(/…$/, ''),
      danger: true,
      reason: true,
      steps: [{ do: 'administrators.heads', with: turnedOff(REASON_TO_COME) }],
      onAct: async (because) => {
        const { ended, applied } = await ask(contract.authority.setHeads, { body: turnedOff(because) })
        tell.done(t('heads.closed', { ended }), applied)
        await readAgain()
      },
    })
  return { off, dialog }
}
