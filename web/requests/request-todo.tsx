import { contract } from '@hufu/contract'
import type { RequestView } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { useTell } from '../ui/tell.tsx'
import { clockTime, useNow } from '../ui/time.tsx'
import { inUnits } from '../words/units.ts'
import { EvidenceField, sentEvidence } from './evidence-field.tsx'
import type { EvidenceChosen } from './evidence.ts'
import { OfferPart } from './offer-part.tsx'
import { leftUntil } from './spans.ts'
import { useRequestActs } from './use-request-acts.tsx'
import { WordsForm } from './words-form.tsx'

type Props = { readonly view: RequestView }

/** What waits for the reader of a request, each where it can be done: to confirm, to answer, to take an offer, to appeal. */
export function RequestTodo({ view }: Props) {
  const { can } = view
  return (
    <>
      {view.offer === null ? null : <OfferPart view={view} />}
      {can.confirm.allowed ? <ConfirmPart view={view} /> : null}
      {can.answer.allowed ? <AnswerPart view={view} /> : null}
      <OutcomePart view={view} />
      {can.appeal.allowed ? <AppealPart view={view} /> : null}
    </>
  )
}

function ConfirmPart({ view }: Props) {
  const { t } = useTranslation('requests')
  const { confirm, withdraw, dialog } = useRequestActs(view)
  return (
    <section className="sheet sheet-pad request-todo" aria-label={t('acts.confirm')}>
      <p>
        <strong>{t('byWhom', { name: view.requester.name })}</strong>
      </p>
      <p className="quiet">{t('acts.confirmLine')}</p>
      <div className="page-acts">
        <Button type="primary" onClick={confirm}>
          {t('acts.confirm')}
        </Button>
        {view.can.withdraw.allowed ? <Button onClick={withdraw}>{t('acts.withdraw')}</Button> : null}
      </div>
      {dialog}
    </section>
  )
}

function AnswerPart({ view }: Props) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const asked = view.thread.findLast(({ what }) => what === 'asked')
  const send = async (words: string): Promise<void> => {
    const params = { requestId: view.id }
    await ask(contract.requests.answer, { params, body: { words } })
    tell.done(t('acts.answered'))
    await readAgain()
  }
  return (
    <section className="sheet sheet-pad request-todo" aria-label={t('acts.answer')}>
      {asked === undefined ? null : (
        <>
          <p>{t('acts.answerLead')}</p>
          <blockquote className="request-said">{asked.words}</blockquote>
        </>
      )}
      <WordsForm label={t('acts.answer')} act={t('acts.answer')} onSend={send} />
    </section>
  )
}

/** How it ended, and what would help. */
function OutcomePart({ view: { outcome, state, id } }: Props) {
  const { t } = useTranslation('requests')
  if (outcome === null || state === 'granted') return null
  const { words, help, by, at } = outcome
  return (
    <section className="sheet sheet-pad" aria-labelledby={`outcome-${id}`}>
      <h2 id={`outcome-${id}`}>
        {t('outcome.title')} · {t(`state.${state}`)}
      </h2>
      <OutcomeCode code={outcome.code} />
      {words === '' ? null : <blockquote className="request-said">{words}</blockquote>}
      {help === '' ? null : (
        <p>
          <strong>{t('outcome.help')}</strong> {help}
        </p>
      )}
      <p className="quiet">
        {t('outcome.by', { name: by?.name ?? t('thread.system'), time: clockTime(at) })}
      </p>
    </section>
  )
}

const codes = ['not-needed', 'too-wide', 'too-long', 'other-right', 'unclear', 'policy', 'other'] as const

function OutcomeCode({ code }: { readonly code: string | null }) {
  const { t } = useTranslation('requests')
  const known = codes.find((each) => each === code)
  return known === undefined ? null : <p>{t(`code.${known}`)}</p>
}

function AppealPart({ view }: Props) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const now = useNow()
  const [open, setOpen] = useState(false)
  const [evidence, setEvidence] = useState<readonly EvidenceChosen[]>([])
  const left = view.appealUntil === null ? null : leftUntil(view.appealUntil, now)
  const send = async (because: string): Promise<void> => {
    const params = { requestId: view.id }
    const body = { because, ...(evidence.length === 0 ? {} : { evidence: sentEvidence(evidence) }) }
    await ask(contract.requests.appeal, { params, body })
    tell.done(t('appeal.done'))
    await readAgain()
  }
  return (
    <section className="sheet sheet-pad request-todo" aria-labelledby={`appeal-${view.id}`}>
      <h2 id={`appeal-${view.id}`}>{t('appeal.title')}</h2>
      {left === null ? null : (
        <p className="quiet">{t('appeal.lead', { left: inUnits(left.count, left.unit) })}</p>
      )}
      {open ? (
        <WordsForm label={t('appeal.words')} act={t('appeal.act')} onSend={send}>
          <EvidenceField value={evidence} onChange={setEvidence} />
        </WordsForm>
      ) : (
        <Button onClick={() => setOpen(true)}>{t('appeal.act')}</Button>
      )}
    </section>
  )
}
