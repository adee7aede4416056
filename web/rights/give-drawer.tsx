import { contract } from '@hufu/contract'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { ReasonItem } from '../ui/consequence-dialog.tsx'
import { FormDrawer } from '../ui/form-drawer.tsx'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { useTell } from '../ui/tell.tsx'
import { clockTime } from '../ui/time.tsx'
import { RightField } from './right-field.tsx'
import type { RightChoice } from './right-field.tsx'
import { ScopeField, isWhole, sentScope, useScopeWords } from './scope-field.tsx'
import type { Scope } from './scope-field.tsx'
import { SubjectField } from './subject-field.tsx'
import type { SubjectChoice } from './subject-field.tsx'
import { FromField, UntilField } from './terms-field.tsx'
import './rights.css'

type Values = {
  readonly subject: SubjectChoice
  readonly right: RightChoice
  readonly scope: Scope
  readonly from: string | null
  readonly until: string | null
  readonly because: string
}

type Props = {
  readonly kind: 'grant' | 'restriction'
  readonly subject?: SubjectChoice
  readonly permissionKey?: string
  readonly onClose: () => void
}

/** Gives a right or places a restriction: whom, what, where, until when, why; with a sentence of what will be. */
export function GiveDrawer({ kind, subject, permissionKey, onClose }: Props) {
  const { t } = useTranslation('authority')
  const send = useSend(kind)
  const giving = kind === 'grant'
  return (
    <FormDrawer<Values>
      title={t(giving ? 'grants.give' : 'restrictions.place')}
      act={t(giving ? 'grants.give' : 'restrictions.place')}
      danger={!giving}
      width={560}
      initial={{
        subject: subject ?? { type: 'member', id: null },
        right: { type: 'permission', key: permissionKey ?? null },
        scope: { type: 'workspace' },
        from: null,
        until: null,
      }}
      onClose={onClose}
      onSend={send}
    >
      <Form.Item
        name="subject"
        required
        label={t(giving ? 'subject.label' : 'subject.labelRestrict')}
        rules={[
          {
            validator: (_, value: SubjectChoice) =>
              must(value.type === 'everyone' || value.id !== null, t('subject.needed')),
          },
        ]}
      >
        <SubjectField />
      </Form.Item>
      <Form.Item
        name="right"
        required
        label={t('right.label')}
        rules={[{ validator: (_, value: RightChoice) => must(isChosen(value), t('right.needed')) }]}
      >
        <RightField administration={!giving} />
      </Form.Item>
      <Form.Item
        name="scope"
        required
        label={t('scope.label')}
        rules={[{ validator: (_, value: Scope) => must(isWhole(value), t('scope.needed')) }]}
      >
        <ScopeField />
      </Form.Item>
      <TermItems />
      <ReasonItem />
      <Preview kind={kind} />
    </FormDrawer>
  )
}

/** When it begins and when it ends by itself. */
function TermItems() {
  const { t } = useTranslation('authority')
  return (
    <>
      <Form.Item name="from" required label={t('terms.from')}>
        <FromField />
      </Form.Item>
      <Form.Item
        name="until"
        required
        dependencies={['from']}
        label={t('terms.until')}
        extra={t('terms.untilHint')}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, until: string | null) =>
              must(isAfter(until, getFieldValue('from') as string | null), t('terms.backwards')),
          }),
        ]}
      >
        <UntilField />
      </Form.Item>
    </>
  )
}

/** Instants in ISO-8601 UTC stand in the order of their texts. */
const isAfter = (until: string | null, from: string | null): boolean =>
  until === null || from === null || until > from

const isChosen = (right: RightChoice): boolean => (right.type === 'role' ? right.id : right.key) !== null

/** A form's rule that simply must hold. */
const must = (holds: boolean, words: string): Promise<void> =>
  holds ? Promise.resolve() : Promise.reject(new Error(words))

function useSend(kind: Props['kind']): (values: Values) => Promise<void> {
  const { t } = useTranslation('authority')
  const tell = useTell()
  return async ({ subject, right, scope, from, until, because }) => {
    const body = {
      subject:
        subject.type === 'everyone' ? { type: subject.type } : { type: subject.type, id: subject.id ?? '' },
      right:
        right.type === 'role'
          ? { type: right.type, id: right.id ?? '' }
          : { type: right.type, key: right.key ?? '' },
      scope: sentScope(scope),
      ...(from === null ? {} : { from }),
      until,
      because: because.trim(),
    }
    const route = kind === 'grant' ? contract.authority.give : contract.authority.restrict
    const { applied } = await ask(route, { body })
    tell.done(t(kind === 'grant' ? 'grants.given' : 'restrictions.placed'), applied)
    await readAgain()
  }
}

/** From when until when, as part of a sentence. */
function useTermWords(): (from: string | null, until: string | null) => string {
  const { t } = useTranslation()
  return (from, until) => {
    const end = until === null ? t('time.forever') : t('time.until', { time: clockTime(until) })
    return from === null ? end : `${t('time.from', { time: clockTime(from) })}${t('time.join')}${end}`
  }
}

function Preview({ kind }: { readonly kind: Props['kind'] }) {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const scopeWords = useScopeWords()
  const termWords = useTermWords()
  return (
    <Form.Item shouldUpdate noStyle>
      {({ getFieldsValue }) => {
        // The fields of this very form.
        const { subject, right, scope, from, until } = getFieldsValue() as Partial<Values>
        if (subject === undefined || right === undefined || !isChosen(right)) return null
        if (subject.type !== 'everyone' && subject.id === null) return null
        const words = {
          subject: subject.type === 'everyone' ? t('subject.everyone') : subject.name,
          right: right.type === 'role' ? right.name : nameOfPermission(right.key ?? ''),
          scope: scopeWords(scope),
          until: termWords(from ?? null, until ?? null),
        }
        return (
          <section className="consequence" aria-label={common('ask.consequence')}>
            <h3>{common('ask.consequence')}</h3>
            <p>{t(kind === 'grant' ? 'grants.preview' : 'restrictions.preview', words)}</p>
          </section>
        )
      }}
    </Form.Item>
  )
}
