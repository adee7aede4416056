import { contract } from '@hufu/contract'
import type { Applied, GrantLife } from '@hufu/contract'
import { Form, Input } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { REASON_LENGTH_MAX } from '../ui/consequence-dialog.tsx'
import { useTell } from '../ui/tell.tsx'
import { clockTime } from '../ui/time.tsx'
import { ExtendField, firstExtension } from './extend-field.tsx'
import { PreviewedDialog, REASON_TO_COME } from './use-previewed.tsx'
import './lives.css'

const { authority } = contract

/** A grant with what has to be known of it to go on with its life. */
export type Living = {
  readonly id: string
  /** Names of what it gives and of whom it gives it to. */
  readonly right: string
  readonly subject: string
  readonly until: string | null
  readonly life: GrantLife
}
export type LifeAct = 'suspend' | 'resume' | 'extend' | 'giveUp'
type Asked = { readonly act: LifeAct; readonly grant: Living }

/** Suspending, resuming, extending or giving up a grant, each with its exact effect first; `dialog` is drawn somewhere. */
export function useLives(): {
  readonly ask: (act: LifeAct, grant: Living) => void
  readonly dialog: ReactNode
} {
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = (): void => setAsked(null)
  const dialogOf = ({ act, grant }: Asked): ReactNode => {
    if (act === 'extend')
      return grant.until === null ? null : <ExtendDialog grant={grant} former={grant.until} onClose={close} />
    return act === 'giveUp' ? (
      <GiveUpDialog grant={grant} onClose={close} />
    ) : act === 'suspend' ? (
      <SuspendDialog grant={grant} onClose={close} />
    ) : (
      <ResumeDialog grant={grant} onClose={close} />
    )
  }
  return {
    ask: (act, grant) => setAsked({ act, grant }),
    dialog: asked === null ? null : dialogOf(asked),
  }
}

type Props = { readonly grant: Living; readonly onClose: () => void }

/** Says what was done and reads everything again. */
function useDone(): (words: string, applied: Applied) => Promise<void> {
  const tell = useTell()
  return async (words, applied) => {
    tell.done(words, applied)
    await readAgain()
  }
}

function SuspendDialog({ grant: { id, right, subject }, onClose }: Props) {
  const { t } = useTranslation('lives')
  const { t: rights } = useTranslation('authority')
  const done = useDone()
  return (
    <PreviewedDialog
      title={t('suspension.title')}
      lines={[t('suspension.line', { subject, right }), rights('grants.endLine2')]}
      act={t('suspend')}
      danger
      reason
      steps={[{ do: 'grants.suspend', with: { grantId: id, because: REASON_TO_COME } }]}
      onAct={async (because) => {
        const sent = { params: { grantId: id }, body: { because } }
        await done(t('suspension.done'), (await ask(authority.suspendGrant, sent)).applied)
      }}
      onClose={onClose}
    />
  )
}

function ResumeDialog({ grant: { id, right, subject, life }, onClose }: Props) {
  const { t } = useTranslation('lives')
  const done = useDone()
  const { suspended } = life
  return (
    <PreviewedDialog
      title={t('resuming.title')}
      lines={[
        t('resuming.line', { subject, right }),
        ...(suspended === null
          ? []
          : [
              t('resuming.was', {
                name: suspended.by,
                time: clockTime(suspended.at),
                because: suspended.because,
              }),
            ]),
      ]}
      act={t('resume')}
      reason
      steps={[{ do: 'grants.resume', with: { grantId: id, because: REASON_TO_COME } }]}
      onAct={async (because) => {
        const sent = { params: { grantId: id }, body: { because } }
        await done(t('resuming.done'), (await ask(authority.resumeGrant, sent)).applied)
      }}
      onClose={onClose}
    />
  )
}

function ExtendDialog({
  grant: { id, right, subject },
  former,
  onClose,
}: Props & { readonly former: string }) {
  const { t } = useTranslation('lives')
  const done = useDone()
  const [until, setUntil] = useState(firstExtension(former))
  return (
    <PreviewedDialog
      title={t('extension.title')}
      lines={[t('extension.line', { subject, right })]}
      more={<ExtendField former={former} value={until} onChange={setUntil} />}
      act={t('extend')}
      reason
      blocked={until <= former}
      steps={[{ do: 'grants.extend', with: { grantId: id, until, because: REASON_TO_COME } }]}
      onAct={async (because) => {
        const sent = { params: { grantId: id }, body: { until, because } }
        await done(t('extension.done'), (await ask(authority.extendGrant, sent)).applied)
      }}
      onClose={onClose}
    />
  )
}

function GiveUpDialog({ grant: { id, right }, onClose }: Props) {
  const { t } = useTranslation('lives')
  const { t: rights } = useTranslation('authority')
  const done = useDone()
  const [because, setBecause] = useState('')
  return (
    <PreviewedDialog
      title={t('givingUp.title', { right })}
      lines={[t('givingUp.line'), rights('grants.endLine2')]}
      act={t('giveUp')}
      danger
      steps={[{ do: 'grants.relinquish', with: { grantId: id } }]}
      more={
        <Form layout="vertical">
          <Form.Item label={t('givingUp.why')}>
            <Input.TextArea
              aria-label={t('givingUp.why')}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={REASON_LENGTH_MAX}
              value={because}
              onChange={(event) => setBecause(event.target.value)}
            />
          </Form.Item>
        </Form>
      }
      onAct={async () => {
        const why = because.trim() === '' ? {} : { because: because.trim() }
        const sent = { params: { grantId: id }, body: why }
        await done(t('givingUp.done', { right }), (await ask(authority.relinquish, sent)).applied)
      }}
      onClose={onClose}
    />
  )
}
