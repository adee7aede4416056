import { contract } from '@hufu/contract'
import type { AnswerOf } from '../../data/shapes.ts'
import type { FactorsView } from '@hufu/contract'
import { Button, Form, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, useWrite } from '../../data/queries.ts'
import { Qr } from '../../proving/qr.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Refused } from '../../ui/form-drawer.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Begun = AnswerOf<typeof contract.factors.beginTotp>

/** The app on my phone that shows a new code every half minute. */
export function Authenticator({ factors: { totp } }: { readonly factors: FactorsView }) {
  const { t } = useTranslation('security')
  const tell = useTell()
  const may = useMay('sec.self.manage')
  const [begun, setBegun] = useState<Begun | null>(null)
  const begin = useWrite(contract.factors.beginTotp, { quiet: true, onDone: setBegun })
  const { remove, dialog } = useRemove()
  return (
    <section className="sheet sheet-pad security-part" aria-label={t('totp.title')}>
      <h2>{t('totp.title')}</h2>
      <p className="quiet">{t('totp.lead')}</p>
      {totp === null ? null : (
        <p>
          <span className="tag tag-good">{t('on')}</span> <Time at={totp.since} />
        </p>
      )}
      <div className="security-acts">
        <ReasonButton
          can={may}
          permission="sec.self.manage"
          loading={begin.isPending}
          onClick={() => begin.mutate({ body: {} }, { onError: tell.problem })}
        >
          {t(totp === null ? 'totp.begin' : 'totp.change')}
        </ReasonButton>
        {totp === null ? null : (
          <ReasonButton danger can={may} permission="sec.self.manage" onClick={remove}>
            {t('totp.remove')}
          </ReasonButton>
        )}
      </div>
      {begun === null ? null : <Enrol begun={begun} onClose={() => setBegun(null)} />}
      {dialog}
    </section>
  )
}

function useRemove() {
  const { t } = useTranslation('security')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const remove = (): void =>
    askFirst({
      title: t('totp.removeTitle'),
      lines: [t('totp.removeLine')],
      act: t('totp.remove'),
      reason: false,
      onAct: async () => {
        await ask(contract.factors.removeTotp, { body: {} })
        tell.done(t('totp.removed'))
        await readAgain()
      },
    })
  return { remove, dialog }
}

const SIX = /^\s*\d{6}\s*$/

function Enrol({ begun: { url, secret }, onClose }: { readonly begun: Begun; readonly onClose: () => void }) {
  const { t } = useTranslation('security')
  const { t: common } = useTranslation()
  const tell = useTell()
  const formId = useId()
  const confirm = useWrite(contract.factors.confirmTotp, {
    onDone: () => {
      tell.done(t('totp.done'))
      onClose()
    },
  })
  return (
    <Modal
      open
      title={t('totp.form')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={onClose}>{common('act.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={confirm.isPending}>
            {t('totp.confirm')}
          </Button>
        </>
      }
      destroyOnHidden
    >
      <ol className="security-steps">
        <li>{t('totp.scan')}</li>
        <li>{t('totp.enter')}</li>
      </ol>
      <div className="security-qr">
        <Qr text={url} label={t('totp.qr')} />
        <p className="quiet">{t('totp.byHand')}</p>
        <CopyText text={secret} label={t('totp.secret')} />
      </div>
      {confirm.isError ? <Refused error={confirm.error} /> : null}
      <Form<{ code: string }>
        id={formId}
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }) => confirm.mutate({ body: { code: code.trim() } })}
      >
        <Form.Item
          name="code"
          label={t('totp.code')}
          validateTrigger="onSubmit"
          rules={[{ required: true, pattern: SIX, message: t('totp.codeNeeded') }]}
        >
          <Input className="prove-code" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
