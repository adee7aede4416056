import { contract } from '@hufu/contract'
import type { Askable } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useMe } from '../data/me.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { ScopeField } from '../rights/scope-field.tsx'
import { isWhole } from '../rights/sent-scope.ts'
import type { Scope } from '../rights/sent-scope.ts'
import { FromField } from '../rights/terms-field.tsx'
import { REASON_TO_COME } from '../rights/use-previewed.tsx'
import { Refused } from '../ui/form-drawer.tsx'
import { useTell } from '../ui/tell.tsx'
import { AskRightsField, NeedItems, QuestionItems, WhomField } from './ask-items.tsx'
import { bodyOf, canScreen, rightKey } from './ask-values.ts'
import type { AskValues } from './ask-values.ts'
import { EndField } from './end-field.tsx'
import { ScreenPanel } from './screen-panel.tsx'
import type { ScreenBody } from './screen-panel.tsx'

const SETTLE_MS = 400

type Props = {
  readonly first: AskValues
  readonly revocationId?: string | undefined
  /** A draft that is changed. */
  readonly draftId?: string | undefined
}

/** Asks for rights: whom it is for, what, where, how long, why; beside it what would become of it. */
export function AskForm({ first, revocationId, draftId }: Props) {
  const { t } = useTranslation('asking')
  const me = useMe()
  const [form] = Form.useForm<AskValues>()
  // What the form's own fields follow while it is filled in.
  const [values, setValues] = useState(first)
  const askable = useAskable(values)
  const chosen = askable.filter(({ right }) => values.rights.includes(rightKey(right)))
  const questions = [...new Map(chosen.flatMap((one) => one.questions).map((one) => [one.id, one])).values()]
  const screening = useSettling(screenBody(first, me.id, revocationId))
  const sending = useSending({ revocationId, draftId, asked: questions.map(({ id }) => id) })
  return (
    <div className="ask">
      <Form<AskValues>
        form={form}
        layout="vertical"
        className="sheet sheet-pad"
        initialValues={first}
        scrollToFirstError
        onValuesChange={(_, next: AskValues) => {
          // Whom a draft is for has no field, and stays what it was.
          const all = { ...values, ...next }
          setValues(all)
          screening.put(screenBody(all, me.id, revocationId, questions))
        }}
        onFinish={(done) => void sending.send({ ...values, ...done }, false)}
      >
        <Items askable={askable} maxDays={leastDays(chosen)} fixed={draftId !== undefined} />
        <NeedItems />
        <QuestionItems questions={questions} />
        {sending.error === null ? null : <Refused error={sending.error} />}
        <div className="page-acts">
          <Button type="primary" htmlType="submit" loading={sending.busy}>
            {t('submit')}
          </Button>
          <Button disabled={sending.busy} onClick={() => void sending.send(values, true)}>
            {t('save')}
          </Button>
        </div>
      </Form>
      <aside className="ask-aside">
        <ScreenPanel body={screening.settled} />
      </aside>
    </div>
  )
}

const noAskable: readonly Askable[] = []

function useAskable({ member: [one] }: AskValues): readonly Askable[] {
  const query = one === undefined || one.id === '' ? {} : { memberId: one.id }
  return useAsk(contract.requests.askable, { query }, { keep: true }).data?.items ?? noAskable
}

/** The fewest days that one of the chosen rights may last; null: no bound. */
function leastDays(chosen: readonly Askable[]): number | null {
  const days = chosen.flatMap(({ maxDays }) => maxDays ?? [])
  return days.length === 0 ? null : Math.min(...days)
}

/** As it would be sent. What is still to be written stands for itself, so that only what is chosen is judged. */
function screenBody(
  values: AskValues,
  me: string,
  revocationId: string | undefined,
  questions: Askable['questions'] = [],
): ScreenBody | null {
  if (!canScreen(values) || values.member[0]?.id === '') return null
  const answers = Object.fromEntries(questions.map(({ id }) => [id, REASON_TO_COME]))
  return {
    ...bodyOf({ ...values, answers }, me, revocationId, Object.keys(answers)),
    because: REASON_TO_COME,
  }
}

/** What is put is settled when nothing else comes for a moment. */
function useSettling(first: ScreenBody | null) {
  const [settled, settle] = useState(first)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const put = (body: ScreenBody | null): void => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(() => settle(body), SETTLE_MS)
  }
  return { settled, put }
}

type ItemsProps = {
  readonly askable: readonly Askable[]
  readonly maxDays: number | null
  /** Whom a draft is for stays. */
  readonly fixed: boolean
}

function Items({ askable, maxDays, fixed }: ItemsProps) {
  const { t } = useTranslation('asking')
  const must = (holds: boolean, words: string): Promise<void> =>
    holds ? Promise.resolve() : Promise.reject(new Error(words))
  return (
    <>
      {fixed ? null : (
        <Form.Item
          name="member"
          validateTrigger="onSubmit"
          required
          label={t('whom')}
          rules={[
            {
              validator: (_, value: AskValues['member']) => must(value[0]?.id !== '', t('someoneNeeded')),
            },
          ]}
        >
          <WhomField />
        </Form.Item>
      )}
      <Form.Item
        name="rights"
        required
        label={t('rights')}
        rules={[{ validator: (_, value: AskValues['rights']) => must(value.length > 0, t('rightsNeeded')) }]}
      >
        <AskRightsField askable={askable} />
      </Form.Item>
      <Form.Item
        name="scope"
        required
        label={t('scope')}
        rules={[{ validator: (_, value: Scope) => must(isWhole(value), t('scopeNeeded')) }]}
      >
        <ScopeField />
      </Form.Item>
      <Form.Item name="from" required label={t('from')}>
        <FromField />
      </Form.Item>
      <Form.Item name="end" required label={t('until')} extra={t('untilHint')}>
        <EndField maxDays={maxDays} />
      </Form.Item>
    </>
  )
}

type Sending = {
  readonly revocationId: string | undefined
  readonly draftId: string | undefined
  readonly asked: readonly string[]
}

function useSending({ revocationId, draftId, asked }: Sending) {
  const { t } = useTranslation('asking')
  const me = useMe()
  const tell = useTell()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (values: AskValues, draft: boolean): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const body = bodyOf(values, me.id, revocationId, asked)
      const sent = await (draftId === undefined ? asking(body, draft) : changing(draftId, body, draft))
      tell.done(t(draft ? 'saved' : sent.state === 'confirming' ? 'sentToConfirm' : 'submitted'))
      await readAgain()
      await navigate({ to: '/me/requests/$requestId', params: { requestId: sent.id } })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return { busy, error, send }
}

type Body = ReturnType<typeof bodyOf>

const asking = (body: Body, draft: boolean) =>
  ask(contract.requests.ask, { body: { ...body, ...(draft ? { draft } : {}) } })

async function changing(requestId: string, body: Body, draft: boolean) {
  const params = { requestId }
  const { state } = await ask(contract.requests.edit, { params, body })
  if (draft) return { id: requestId, state }
  const submitted = await ask(contract.requests.submit, { params })
  return { id: requestId, state: submitted.state }
}
