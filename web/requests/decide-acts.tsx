import { rejection } from '@hufu/contract'
import type { Rejection, RequestView } from '@hufu/contract'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { NarrowDrawer } from './narrow-drawer.tsx'
import { useApprove, useDecide } from './use-deciding.tsx'
import type { Verdict } from './use-deciding.tsx'
import { WordsItem } from './words-item.tsx'

type Props = { readonly view: RequestView }
type Open = 'reject' | 'ask' | 'narrow' | null

/** The answers an approver can give, each with what it asks of them. */
export function DecideActs({ view }: Props) {
  const { t } = useTranslation('approvals')
  const { approve, dialog } = useApprove(view)
  const [open, setOpen] = useState<Open>(null)
  const close = (): void => setOpen(null)
  const can = view.can.decide
  return (
    <div className="decide-acts">
      <ReasonButton type="primary" can={can} onClick={approve}>
        {t('decide.approve')}
      </ReasonButton>
      {view.terms === null || view.kind === 'account' ? null : (
        <ReasonButton can={can} onClick={() => setOpen('narrow')}>
          {t('decide.narrow')}
        </ReasonButton>
      )}
      {view.state === 'appealed' ? null : (
        <ReasonButton can={can} onClick={() => setOpen('ask')}>
          {t('decide.ask')}
        </ReasonButton>
      )}
      <ReasonButton danger can={can} onClick={() => setOpen('reject')}>
        {t('decide.reject')}
      </ReasonButton>
      {open === 'reject' ? <RejectDrawer view={view} onClose={close} /> : null}
      {open === 'ask' ? <AskDrawer view={view} onClose={close} /> : null}
      {open === 'narrow' ? <NarrowDrawer view={view} onClose={close} /> : null}
      {dialog}
    </div>
  )
}

type DrawerProps = Props & { readonly onClose: () => void }

function RejectDrawer({ view, onClose }: DrawerProps) {
  const { t } = useTranslation('approvals')
  const { t: words } = useTranslation('requests')
  const decide = useDecide(view)
  type Values = { readonly code: Rejection; readonly because: string }
  return (
    <FormDrawer<Values>
      title={t('decide.rejectTitle')}
      act={t('decide.reject')}
      danger
      initial={{}}
      onClose={onClose}
      onSend={({ code, because }) => decide({ verdict: 'reject', code, because: because.trim() })}
    >
      <p className="quiet">{t('decide.rejectLead')}</p>
      <Form.Item
        name="code"
        label={t('decide.code')}
        rules={[{ required: true, message: t('decide.codeNeeded') }]}
      >
        <Select options={rejection.options.map((value) => ({ value, label: words(`code.${value}`) }))} />
      </Form.Item>
      <WordsItem label={t('decide.rejectWords')} />
    </FormDrawer>
  )
}

function AskDrawer({ view, onClose }: DrawerProps) {
  const { t } = useTranslation('approvals')
  const decide = useDecide(view)
  const send = ({ because }: Pick<Verdict, 'because'>): Promise<void> =>
    decide({ verdict: 'ask', because: because.trim() })
  return (
    <FormDrawer<Pick<Verdict, 'because'>>
      title={t('decide.askTitle')}
      act={t('decide.ask')}
      initial={{}}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t('decide.askLead')}</p>
      <WordsItem label={t('decide.askWords')} />
    </FormDrawer>
  )
}
