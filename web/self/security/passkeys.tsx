import { KeyOutlined } from '@ant-design/icons'
import { NAME_MAX, PASSKEYS_MAX, contract } from '@hufu/contract'
import type { FactorsView } from '@hufu/contract'
import { Button, Form, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain } from '../../data/queries.ts'
import { makePasskey, noPasskeysHere } from '../../proving/passkey.ts'
import { Refused } from '../../ui/form-drawer.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Passkey = FactorsView['passkeys'][number]
/** A passkey to be named anew, or one to be made. */
type Naming = { readonly passkey: Passkey | null }

/** The passkeys I have, and making another one. */
export function Passkeys({ factors: { passkeys, passkeysHere } }: { readonly factors: FactorsView }) {
  const { t } = useTranslation('security')
  const may = useMay('sec.self.manage')
  const [naming, setNaming] = useState<Naming | null>(null)
  const { remove, dialog } = useRemove()
  const no = noPasskeysHere() ?? (passkeysHere.possible ? null : passkeysHere.because)
  return (
    <section className="sheet sheet-pad security-part" aria-label={t('passkeys.title')}>
      <h2>{t('passkeys.title')}</h2>
      <p className="quiet">{t('passkeys.lead')}</p>
      <ul className="lines">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>
            <KeyOutlined aria-hidden className="self-device" />
            <span className="stack self-grow">
              <span>
                {passkey.name} {passkey.synced ? <span className="tag">{t('passkeys.synced')}</span> : null}
              </span>
              <small>
                {t('passkeys.made')} <Time at={passkey.createdAt} /> · <LastUsed passkey={passkey} />
              </small>
            </span>
            <span className="row-acts">
              <Acts
                passkey={passkey}
                onName={() => setNaming({ passkey })}
                onRemove={() => remove(passkey)}
              />
            </span>
          </li>
        ))}
      </ul>
      {no === null ? null : <p className="security-no">{no}</p>}
      <div className="security-acts">
        <ReasonButton
          can={may}
          permission="sec.self.manage"
          disabled={no !== null || passkeys.length >= PASSKEYS_MAX}
          onClick={() => setNaming({ passkey: null })}
        >
          {t('passkeys.add')}
        </ReasonButton>
      </div>
      {naming === null ? null : <NameDialog {...naming} onClose={() => setNaming(null)} />}
      {dialog}
    </section>
  )
}

function LastUsed({ passkey: { lastUsedAt } }: { readonly passkey: Passkey }) {
  const { t } = useTranslation('security')
  if (lastUsedAt === null) return t('passkeys.unused')
  return (
    <>
      {t('passkeys.used')} <Time at={lastUsedAt} />
    </>
  )
}

type ActsProps = {
  readonly passkey: Passkey
  readonly onName: () => void
  readonly onRemove: () => void
}

function Acts({ passkey: { name }, onName, onRemove }: ActsProps) {
  const { t } = useTranslation('security')
  const may = { can: useMay('sec.self.manage'), permission: 'sec.self.manage', size: 'small' } as const
  return (
    <>
      <ReasonButton {...may} aria-label={`${t('passkeys.rename')} ${name}`} onClick={onName}>
        {t('passkeys.rename')}
      </ReasonButton>
      <ReasonButton {...may} danger aria-label={`${t('passkeys.remove')} ${name}`} onClick={onRemove}>
        {t('passkeys.remove')}
      </ReasonButton>
    </>
  )
}

function useRemove() {
  const { t } = useTranslation('security')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const remove = ({ id, name }: Passkey): void =>
    askFirst({
      title: t('passkeys.removeTitle', { name }),
      lines: [t('passkeys.removeLine'), t('passkeys.removeDevice')],
      act: t('passkeys.remove'),
      reason: false,
      onAct: async () => {
        await ask(contract.factors.removePasskey, { params: { passkeyId: id }, body: {} })
        tell.done(t('passkeys.removed'))
        await readAgain()
      },
    })
  return { remove, dialog }
}

// The name comes first: a passkey that the device has and nobody here knows would be of no use.
function NameDialog({ passkey, onClose }: Naming & { readonly onClose: () => void }) {
  const { t } = useTranslation('security')
  const { t: common } = useTranslation()
  const tell = useTell()
  const formId = useId()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (name: string): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await (passkey === null ? add(name) : rename(passkey, name))
      tell.done(t(passkey === null ? 'passkeys.added' : 'passkeys.renamed'))
      onClose()
      await readAgain()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t(passkey === null ? 'passkeys.add' : 'passkeys.rename')}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{common('act.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={busy}>
            {passkey === null ? t('passkeys.make') : common('act.save')}
          </Button>
        </>
      }
      destroyOnHidden
    >
      {error === null ? null : <Refused error={error} />}
      <Form<{ name: string }>
        id={formId}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: passkey?.name ?? '' }}
        onFinish={({ name }) => void send(name.trim())}
      >
        <Form.Item
          name="name"
          label={t('passkeys.name')}
          extra={passkey === null ? t('passkeys.nameHint') : undefined}
          rules={[{ required: true, whitespace: true, message: t('passkeys.nameNeeded') }]}
        >
          <Input autoFocus maxLength={NAME_MAX} placeholder={t('passkeys.nameExample')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

async function add(name: string): Promise<void> {
  const { options } = await ask(contract.factors.beginPasskey, { body: {} })
  const answer = await makePasskey(options)
  await ask(contract.factors.addPasskey, { body: { name, answer } })
}

const rename = ({ id }: Passkey, name: string) =>
  ask(contract.factors.renamePasskey, { params: { passkeyId: id }, body: { name } })
