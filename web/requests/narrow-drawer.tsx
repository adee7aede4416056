import type { RequestView, ShownTerms } from '@hufu/contract'
import { Checkbox, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ScopeField } from '../rights/scope-field.tsx'
import { isWhole, sentScope } from '../rights/sent-scope.ts'
import type { Scope } from '../rights/sent-scope.ts'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { termsValues, rightKey, sentEnd, sentRight } from './ask-values.ts'
import type { AskEnd } from './ask-values.ts'
import { DAY } from './spans.ts'
import { EndField } from './end-field.tsx'
import { useDecide } from './use-deciding.tsx'
import { WordsItem } from './words-item.tsx'

type Values = {
  readonly rights: readonly string[]
  readonly scope: Scope
  readonly end: AskEnd
  readonly because: string
}
type Props = { readonly view: RequestView; readonly onClose: () => void }

/** Offers less than was asked for: fewer rights, a smaller place, a shorter time. */
export function NarrowDrawer({ view, onClose }: Props) {
  const { t } = useTranslation('approvals')
  const { t: words } = useTranslation('requests')
  const { t: asking } = useTranslation('asking')
  const decide = useDecide(view)
  const [now] = useState(() => Date.now())
  const { terms } = view
  if (terms === null) return null
  const must = (holds: boolean, why: string): Promise<void> =>
    holds ? Promise.resolve() : Promise.reject(new Error(why))
  const send = ({ rights, scope, end, because }: Values): Promise<void> =>
    decide({
      verdict: 'offer',
      because: because.trim(),
      offer: {
        rights: rights.map(sentRight),
        scope: sentScope(scope),
        ...(terms.from === null ? {} : { from: terms.from }),
        ...sentEnd(end),
      },
    })
  return (
    <FormDrawer<Values>
      title={t('decide.narrowTitle')}
      act={t('decide.narrow')}
      width={560}
      initial={termsValues(terms, now)}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t('decide.narrowLead')}</p>
      <Form.Item
        name="rights"
        required
        label={words('terms.rights')}
        rules={[
          { validator: (_, value: Values['rights']) => must(value.length > 0, asking('rightsNeeded')) },
        ]}
      >
        <Checkbox.Group
          options={terms.rights.map((right) => ({ value: rightKey(right), label: right.label }))}
        />
      </Form.Item>
      <Form.Item
        name="scope"
        required
        label={words('terms.scope')}
        rules={[{ validator: (_, value: Scope) => must(isWhole(value), asking('scopeNeeded')) }]}
      >
        <ScopeField />
      </Form.Item>
      <Form.Item name="end" required label={asking('until')}>
        <EndField maxDays={daysOf(terms, now)} />
      </Form.Item>
      <WordsItem label={t('decide.narrowWords')} />
    </FormDrawer>
  )
}

/** The days that were asked for, rounded up; null for good. */
function daysOf({ until, lasts, from }: ShownTerms, now: number): number | null {
  if (lasts !== null) return Math.max(1, Math.ceil(lasts / DAY))
  if (until === null) return null
  const start = from === null ? now : new Date(from).getTime()
  return Math.max(1, Math.ceil((new Date(until).getTime() - start) / (DAY * 60_000)))
}
