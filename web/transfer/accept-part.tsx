import { contract } from '@hufu/contract'
import type { TransferView } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { Refused } from '../ui/form-drawer.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { DutiesField } from './duties-field.tsx'

type Props = { readonly view: TransferView; readonly onDecline: () => void }

/** What a successor is offered: the duties, each to be read, and a yes or a no. */
export function AcceptPart({ view, onDecline }: Props) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const send = async (duties: readonly string[]): Promise<void> => {
    const params = { transferId: view.id }
    await ask(contract.transfers.accept, { params, body: { hash: view.hash, duties: [...duties] } })
    tell.done(t('accept.done'))
    await readAgain()
  }
  return (
    <AcceptSheet
      title={t('accept.title', { former: view.former.name })}
      lead={t('accept.lead')}
      can={view.may.accept}
      onSend={send}
    >
      <Button onClick={onDecline}>{t('acts.decline')}</Button>
    </AcceptSheet>
  )
}

type SheetProps = {
  readonly title: string
  readonly lead: string
  readonly can: TransferView['may']['accept']
  readonly onSend: (duties: readonly string[]) => Promise<void>
  readonly children?: React.ReactNode
}

/** The duties to be ticked and the last button, for whoever is to become creator in whatever way. */
export function AcceptSheet({ title, lead, can, onSend, children }: SheetProps) {
  const { t } = useTranslation('creator')
  const overview = useAsk(contract.transfers.overview, {})
  const [read, setRead] = useState<ReadonlySet<string>>(new Set())
  const { busy, error, send } = useSending(onSend)
  return (
    <section className="sheet sheet-pad transfer-accept" aria-labelledby="accept-title">
      <h2 id="accept-title">{title}</h2>
      <p>{lead}</p>
      <Shown read={overview} skeleton={<RowsSkeleton rows={5} />}>
        {({ duties }) => {
          const all = read.size === duties.length
          return (
            <>
              <DutiesField duties={duties} read={read} onRead={setRead} />
              {error === null ? null : <Refused error={error} />}
              {all ? null : <p className="quiet">{t('accept.unread')}</p>}
              <div className="page-acts transfer-last">
                <ReasonButton
                  type="primary"
                  size="large"
                  can={can}
                  disabled={!all}
                  loading={busy}
                  onClick={() => send([...read])}
                >
                  {t('accept.act')}
                </ReasonButton>
                {children}
              </div>
            </>
          )
        }}
      </Shown>
    </section>
  )
}

/** Sends once, and keeps what was refused beside the button. */
export function useSending<Given extends readonly unknown[]>(act: (...given: Given) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (given: Given): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await act(...given)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, send: (...given: Given) => void run(given) }
}
