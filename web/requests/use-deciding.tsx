import { contract } from '@hufu/contract'
import type { RequestView } from '@hufu/contract'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import type { InputOf } from '../data/shapes.ts'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import { useEndWords, useRouteWords, useWhatWords } from './request-words.tsx'

const WORDS_MAX = 2000

type Body = InputOf<typeof contract.requests.decide>['body']
/** What is decided, without the hash of the terms that were read. */
export type Verdict = Omit<Body, 'termsHash'>

/** Sends a decision about exactly the terms that were read, and tells that it was made. */
export function useDecide(view: RequestView): (verdict: Verdict) => Promise<void> {
  const { t } = useTranslation('approvals')
  const tell = useTell()
  const done = { approve: 'approved', reject: 'rejected', ask: 'asked', offer: 'offered' } as const
  return async (verdict) => {
    const params = { requestId: view.id }
    const body = { ...verdict, termsHash: view.termsHash ?? '' }
    const { applied } = await ask(contract.requests.decide, { params, body })
    const words = t(`decide.${done[verdict.verdict]}`)
    // Only a yes can give something; where it has reached is told with it.
    if (verdict.verdict === 'approve') tell.done(words, applied)
    else tell.done(words)
    await readAgain()
  }
}

/** Approving, its exact consequence first. */
export function useApprove(view: RequestView) {
  const { t } = useTranslation('approvals')
  const { ask: askFirst, dialog } = useConsequence()
  const decide = useDecide(view)
  const lines = useApproveLines(view)
  const approve = (): void => {
    let because = ''
    const keep = (words: string): void => {
      because = words
    }
    askFirst({
      title: t('decide.approve'),
      lines,
      act: t('decide.approve'),
      danger: false,
      reason: false,
      more: <OptionalWords onChange={keep} />,
      onAct: () => decide({ verdict: 'approve', because: because.trim() }),
    })
  }
  return { approve, dialog }
}

function useApproveLines(view: RequestView): readonly string[] {
  const { t } = useTranslation('approvals')
  const what = useWhatWords()
  const end = useEndWords()
  const route = useRouteWords()
  const { terms, member, lifts, stages } = view
  const here = stages.findIndex(({ state }) => state === 'now')
  const stage = stages[here]
  const more = stage === undefined ? 0 : stage.needs - stage.approvals.length - 1
  const next = more > 0 ? stage : stages[here + 1]
  return [
    terms === null
      ? t('decide.approveAccount', { name: member.name })
      : t('decide.approveLine', { name: member.name, what: what(view), end: end(terms) }),
    ...(lifts.length === 0 ? [] : [t('decide.approveLifts', { count: lifts.length })]),
    ...(next !== undefined
      ? [t('decide.approveNext', { next: route(next.who) })]
      : terms === null
        ? []
        : [t('decide.approveLast')]),
  ]
}

function OptionalWords({ onChange }: { readonly onChange: (words: string) => void }) {
  const { t } = useTranslation('approvals')
  const [words, setWords] = useState('')
  return (
    <Input.TextArea
      aria-label={t('decide.words')}
      placeholder={t('decide.words')}
      autoSize={{ minRows: 1, maxRows: 4 }}
      maxLength={WORDS_MAX}
      value={words}
      onChange={(event) => {
        setWords(event.target.value)
        onChange(event.target.value)
      }}
    />
  )
}
