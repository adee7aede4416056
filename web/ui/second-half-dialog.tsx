import { contract } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import { Alert, Button, Form, Modal, Spin } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useAsk } from '../data/queries.ts'
import { onSecondHalf, secondHalfNow } from '../data/second-half.ts'
import type { SecondHalf } from '../data/second-half.ts'
import { isCancelled } from '../data/step-up.ts'
import { denialOf, wordsOfError } from '../data/problem.ts'
import { ReasonItem } from './consequence-dialog.tsx'
import { nameOfPermission } from './permission-name.tsx'

/** Above drawers and dialogs, and below the dialog that asks who sits here. */
const LAYER = 1150
const LOOK_MS = 3000

/** Asks a second person where an act takes two, and goes on by itself once they agree. One for every page. */
export function SecondHalfDialog() {
  const now = useSyncExternalStore(onSecondHalf, secondHalfNow)
  return now === null ? null : <Dialog key={`${now.act.path} ${now.act.body}`} needed={now} />
}

type Props = { readonly needed: SecondHalf }

function Dialog({ needed }: Props) {
  const [halfId, setHalfId] = useState<string | null>(null)
  return halfId === null ? (
    <Asking needed={needed} onAsked={setHalfId} />
  ) : (
    <Waiting needed={needed} halfId={halfId} />
  )
}

function useTitle({ needed }: SecondHalf): string {
  const { t } = useTranslation('halves')
  const permission = denialOf(needed)?.permission
  return t('dialog.title', { act: permission === undefined ? '' : nameOfPermission(permission) })
}

function Asking({ needed, onAsked }: Props & { readonly onAsked: (halfId: string) => void }) {
  const { t } = useTranslation('halves')
  const { t: common } = useTranslation()
  const [form] = Form.useForm<{ because: string }>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { seconders } = needed.needed.details
  const send = async (because: string): Promise<void> => {
    const { method, ...act } = needed.act
    if (method === 'GET') return
    setBusy(true)
    setError(null)
    try {
      const { id } = await ask(contract.halves.ask, { body: { act: { method, ...act }, because } })
      onAsked(id)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      zIndex={LAYER}
      title={useTitle(needed)}
      onCancel={needed.cancel}
      mask={{ closable: false }}
      okText={t('dialog.act')}
      okButtonProps={{ loading: busy }}
      cancelText={common('act.cancel')}
      onOk={() => form.submit()}
    >
      <p>{t('dialog.lead')}</p>
      <section className="consequence" aria-label={common('ask.consequence')}>
        <h3>{common('ask.consequence')}</h3>
        <ul>
          {typeof seconders === 'number' ? <li>{t('dialog.who', { count: seconders })}</li> : null}
          <li>{t('dialog.same')}</li>
          <li>{t('dialog.time')}</li>
        </ul>
      </section>
      <Form
        form={form}
        name="second-half"
        layout="vertical"
        onFinish={({ because }) => void send(because.trim())}
      >
        <ReasonItem />
      </Form>
      {error === null ? null : (
        <Alert type={isCancelled(error) ? 'info' : 'error'} showIcon title={wordsOfError(error)} />
      )}
    </Modal>
  )
}

function Waiting({ needed, halfId }: Props & { readonly halfId: string }) {
  const { t } = useTranslation('halves')
  const { data } = useAsk(contract.halves.read, { params: { halfId } }, { everyMs: LOOK_MS })
  const state = data?.state ?? 'waiting'
  const { agreed } = needed
  // The request that waits for the answer stands outside of what is drawn.
  useEffect(() => {
    if (state === 'agreed') agreed(halfId)
  }, [state, agreed, halfId])
  return (
    <Modal
      open
      zIndex={LAYER}
      title={useTitle(needed)}
      onCancel={state === 'waiting' ? needed.later : needed.cancel}
      mask={{ closable: false }}
      footer={<WaitingActs needed={needed} halfId={halfId} waits={state === 'waiting'} />}
    >
      {state === 'waiting' ? (
        <div role="status">
          <p>
            <Spin size="small" /> <strong>{t('dialog.waiting')}</strong>
          </p>
          <p className="quiet">{t('dialog.waitingLead')}</p>
        </div>
      ) : (
        <Alert type="warning" showIcon title={<Ended half={data} />} />
      )}
    </Modal>
  )
}

function WaitingActs({
  needed,
  halfId,
  waits,
}: Props & { readonly halfId: string; readonly waits: boolean }) {
  const { t } = useTranslation('halves')
  return (
    <>
      <a href={`/console/critical/${halfId}`} target="_blank" rel="noreferrer" className="second-half-see">
        {t('dialog.see')}
      </a>{' '}
      <Button onClick={waits ? needed.later : needed.cancel}>
        {t(waits ? 'dialog.close' : 'dialog.end')}
      </Button>
    </>
  )
}

function Ended({ half }: { readonly half: HalfView | undefined }) {
  const { t } = useTranslation('halves')
  return half?.state === 'refused' ? half.words : t('dialog.ended')
}
