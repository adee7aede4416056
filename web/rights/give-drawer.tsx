import { BULK_RIGHTS_MAX, BULK_SUBJECTS_MAX, contract } from '@hufu/contract'
import type { BatchStep } from '@hufu/contract'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { ReasonItem } from '../ui/consequence-dialog.tsx'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { useTell } from '../ui/tell.tsx'
import { listed } from '../words/listed.ts'
import { defaultEnds } from './default-end.ts'
import { PreviewedDrawer } from './previewed-drawer.tsx'
import { RightsField, hasRights, noRights, sentRights } from './rights-field.tsx'
import type { RightsChoice } from './rights-field.tsx'
import { ScopeField, useScopeWords } from './scope-field.tsx'
import { isWhole, sentScope } from './sent-scope.ts'
import type { Scope } from './sent-scope.ts'
import { SubjectsField, sentSubjects } from './subjects-field.tsx'
import type { SubjectChosen } from './subjects-field.tsx'
import { TermItems } from './term-items.tsx'
import './rights.css'

type Values = {
  readonly subjects: readonly SubjectChosen[]
  readonly rights: RightsChoice
  readonly scope: Scope
  readonly from: string | null
  /** Undefined: each right ends when its risk suggests. */
  readonly until: string | null | undefined
  readonly because: string
}

type Props = {
  readonly kind: 'grant' | 'restriction'
  readonly subjects?: readonly SubjectChosen[]
  readonly permissionKey?: string
  readonly onClose: () => void
  /** Called after it was done, before the drawer closes. */
  readonly onDone?: () => void
}

/**
 * Gives rights or places restrictions: whom, what, where, until when, why; and before it is done, what it changes for
 * whom.
 */
export function GiveDrawer({ kind, subjects, permissionKey, onClose, onDone }: Props) {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  const send = useSend(kind, onDone)
  const giving = kind === 'grant'
  return (
    <PreviewedDrawer<Values>
      title={t(giving ? 'grants.give' : 'restrictions.place')}
      act={t(giving ? 'grants.give' : 'restrictions.place')}
      danger={!giving}
      width={600}
      initial={{
        subjects: subjects ?? [],
        rights: permissionKey === undefined ? noRights : { permissions: [permissionKey], roles: [] },
        scope: { type: 'workspace' },
        from: null,
      }}
      onClose={onClose}
      stepsOf={(values) => stepsOf(kind, values)}
      onSend={send}
    >
      <Form.Item
        name="subjects"
        required
        label={words(giving ? 'subjects' : 'subjectsRestrict')}
        rules={[
          {
            validator: (_, value: Values['subjects']) =>
              must(value.length > 0 && value.length <= BULK_SUBJECTS_MAX, t('subject.needed')),
          },
        ]}
      >
        <SubjectsField />
      </Form.Item>
      <Form.Item
        name="rights"
        required
        label={words('rights')}
        rules={[
          {
            validator: (_, value: RightsChoice) =>
              must(hasRights(value) && sentRights(value).length <= BULK_RIGHTS_MAX, words('needed')),
          },
        ]}
      >
        <RightsField administration={!giving} />
      </Form.Item>
      <ScopeItem />
      {/* Restrictions have no end by default. */}
      <TermItems {...(giving ? { suggestedFor: endsOf } : {})} />
      <ReasonItem />
      <Sentence kind={kind} />
    </PreviewedDrawer>
  )
}

function ScopeItem() {
  const { t } = useTranslation('authority')
  return (
    <Form.Item
      name="scope"
      required
      label={t('scope.label')}
      rules={[{ validator: (_, value: Scope) => must(isWhole(value), t('scope.needed')) }]}
    >
      <ScopeField />
    </Form.Item>
  )
}

/** A form's rule that simply must hold. */
const must = (holds: boolean, words: string): Promise<void> =>
  holds ? Promise.resolve() : Promise.reject(new Error(words))

// The rights chosen in this very form.
const endsOf = (valueOf: (field: string) => unknown) =>
  defaultEnds((valueOf('rights') as RightsChoice | undefined) ?? noRights)

const bodyOf = ({ subjects, rights, scope, from, until, because }: Values) => ({
  subjects: sentSubjects(subjects),
  rights: sentRights(rights),
  scope: sentScope(scope),
  ...(from === null ? {} : { from }),
  ...(until === undefined ? {} : { until }),
  because: because.trim(),
})

const stepsOf = (kind: Props['kind'], values: Values): readonly BatchStep[] => [
  { do: kind === 'grant' ? 'grants.give-many' : 'restrictions.place-many', with: bodyOf(values) },
]

function useSend(kind: Props['kind'], onDone: Props['onDone']): (values: Values) => Promise<void> {
  const { t } = useTranslation('authority')
  const tell = useTell()
  return async (values) => {
    const route = kind === 'grant' ? contract.authority.giveMany : contract.authority.restrictMany
    const { applied } = await ask(route, { body: bodyOf(values) })
    tell.done(t(kind === 'grant' ? 'grants.given' : 'restrictions.placed'), applied)
    onDone?.()
    await readAgain()
  }
}

const NAMED_MAX = 3

/** What is about to be said, in a sentence. */
function Sentence({ kind }: { readonly kind: Props['kind'] }) {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('giving')
  const { t: common } = useTranslation()
  const scopeWords = useScopeWords()
  const short = (names: readonly string[]): string => {
    const some = listed(names.slice(0, NAMED_MAX))
    return names.length <= NAMED_MAX ? some : words('named', { names: some, count: names.length })
  }
  return (
    <Form.Item shouldUpdate noStyle>
      {({ getFieldsValue }) => {
        // The fields of this very form.
        const { subjects = [], rights = noRights, scope } = getFieldsValue() as Partial<Values>
        if (subjects.length === 0 || !hasRights(rights)) return null
        const subject = short(
          subjects.map((one) => (one.type === 'everyone' ? t('subject.everyone') : one.name)),
        )
        const right = short([
          ...rights.permissions.map(nameOfPermission),
          ...rights.roles.map(({ name }) => name),
        ])
        return (
          <section className="consequence" aria-label={common('ask.consequence')}>
            <h3>{common('ask.consequence')}</h3>
            <p>
              {t(kind === 'grant' ? 'grants.preview' : 'restrictions.preview', {
                subject,
                right,
                scope: scopeWords(scope),
              })}
            </p>
          </section>
        )
      }}
    </Form.Item>
  )
}
