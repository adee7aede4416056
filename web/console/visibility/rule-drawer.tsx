import { contract } from '@hufu/contract'
import type { VisibilityRuleView } from '@hufu/contract'
import { Checkbox, Form, Radio, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { wordsOfError } from '../../data/problem.ts'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { PickerField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'
import { aboutTypes, fieldNames, kinds, reaches, termsOf, valuesOf } from './terms.ts'
import type { Kind, RuleValues } from './terms.ts'
import { NamedField } from './viewers-field.tsx'

type Props = {
  /** Null: a new rule. */
  readonly rule: VisibilityRuleView | null
  readonly onClose: () => void
}

const fresh: Partial<RuleValues> = {
  kind: 'hide',
  aboutType: 'member',
  about: [],
  fields: ['phone'],
  reach: 'below',
  list: [],
  viewers: [],
}

/** Sets a rule of who sees whom, or changes one: its kind, whom it is about, how far, whom it spares, and why. */
export function RuleDrawer({ rule, onClose }: Props) {
  const { t } = useTranslation('visibility')
  const send = useSend(rule)
  return (
    <FormDrawer<RuleValues>
      title={rule === null ? t('set') : t('changeTitle', { about: rule.about.label })}
      act={t(rule === null ? 'set' : 'change')}
      width={560}
      initial={rule === null ? fresh : valuesOf(rule)}
      onClose={onClose}
      onSend={send}
    >
      <Form.Item name="kind" required label={t('kind')} hidden={rule !== null}>
        <Radio.Group
          className="rule-kinds"
          options={kinds.map((kind) => ({
            value: kind,
            label: (
              <span className="stack">
                <span>{t(`kinds.${kind}`)}</span>
                <small>{t(`kindHints.${kind}`)}</small>
              </span>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind', 'aboutType', 'reach']}>
        {({ getFieldValue }) => <Items kind={getFieldValue('kind') as Kind} fixed={rule !== null} />}
      </Form.Item>
      <ReasonItem />
      <Weighed />
    </FormDrawer>
  )
}

function Items({ kind, fixed }: { readonly kind: Kind; readonly fixed: boolean }) {
  const { t } = useTranslation('visibility')
  return (
    <>
      {fixed ? <Form.Item name="aboutType" hidden /> : <AboutItems kind={kind} />}
      {fixed ? <Form.Item name="about" hidden /> : null}
      {kind === 'fields' ? (
        <Form.Item name="fields" label={t('fields.label')} rules={[{ required: true, message: t('needed') }]}>
          <Checkbox.Group
            options={fieldNames.map((field) => ({ value: field, label: t(`fields.${field}`) }))}
          />
        </Form.Item>
      ) : null}
      {kind === 'limit' ? <ReachItems /> : null}
      <Form.Item name="viewers" label={t(`spared.${kind}`)}>
        <NamedField />
      </Form.Item>
    </>
  )
}

function AboutItems({ kind }: { readonly kind: Kind }) {
  const { t } = useTranslation('visibility')
  const form = Form.useFormInstance<RuleValues>()
  const types = aboutTypes[kind]
  const chosen = Form.useWatch('aboutType', form) ?? 'member'
  const type = types.find((one) => one === chosen) ?? types[0] ?? 'member'
  // What the last kind could be about this one perhaps cannot.
  if (type !== chosen) queueMicrotask(() => form.setFieldsValue({ aboutType: type, about: [] }))
  return (
    <>
      <Form.Item name="aboutType" required label={t(`who.${kind}`)} hidden={types.length === 1}>
        <Segmented
          options={types.map((one) => ({ value: one, label: t(`who.${one}`) }))}
          onChange={() => form.setFieldsValue({ about: [] })}
        />
      </Form.Item>
      {type === 'everyone' ? null : (
        <Form.Item
          name="about"
          required
          label={types.length === 1 ? t(`who.${kind}`) : t(`who.${type}`)}
          rules={[
            {
              validator: (_, value: readonly Chosen[]) =>
                value.length > 0 ? Promise.resolve() : Promise.reject(new Error(t('needed'))),
            },
          ]}
        >
          <PickerField
            what={type === 'member' ? 'members' : 'departments'}
            many={false}
            label={t(`who.${kind}`)}
          />
        </Form.Item>
      )}
    </>
  )
}

function ReachItems() {
  const { t } = useTranslation('visibility')
  const reach = Form.useWatch<RuleValues['reach'] | undefined>('reach')
  return (
    <>
      <Form.Item name="reach" required label={t('reach.label')} extra={t('reach.always')}>
        <Radio.Group
          className="scope-types"
          options={reaches.map((one) => ({ value: one, label: t(`reach.${one}`) }))}
        />
      </Form.Item>
      {reach === 'custom' ? (
        <Form.Item name="list" label={t('customList')}>
          <NamedField groups={false} />
        </Form.Item>
      ) : null}
    </>
  )
}

function useSend(rule: VisibilityRuleView | null): (values: RuleValues) => Promise<void> {
  const { t } = useTranslation('visibility')
  const tell = useTell()
  return async (values) => {
    const terms = termsOf(values)
    if (terms === null) throw new Error(t('needed'))
    const body = { terms, because: values.because.trim() }
    const { applied } =
      rule === null
        ? await ask(contract.directory.setVisibility, { body })
        : await ask(contract.directory.changeVisibility, { params: { ruleId: rule.id }, body })
    tell.done(t(rule === null ? 'done' : 'changed'), applied)
    await Promise.all([readAgain(contract.directory.tree), readAgain()])
  }
}

/** How many people it would concern, before it is done. */
function Weighed() {
  const { t } = useTranslation('visibility')
  const { t: common } = useTranslation()
  return (
    <section className="consequence" aria-label={common('ask.consequence')} aria-live="polite">
      <h3>{common('ask.consequence')}</h3>
      <Form.Item shouldUpdate noStyle>
        {({ getFieldsValue }) => {
          // The fields of this very form, hidden ones too.
          const values = getFieldsValue(true) as Partial<RuleValues>
          const terms = termsOf(values)
          return terms === null ? <p className="quiet">{t('weigh.wait')}</p> : <Weight terms={terms} />
        }}
      </Form.Item>
    </section>
  )
}

function Weight({ terms }: { readonly terms: NonNullable<ReturnType<typeof termsOf>> }) {
  const { t } = useTranslation('visibility')
  const read = useAsk(contract.directory.weighVisibility, { body: { terms } }, { keep: true })
  if (read.error !== null) return <p>{wordsOfError(read.error)}</p>
  if (read.data === undefined) return <p className="quiet">…</p>
  const { viewers, people } = read.data
  return (
    <ul>
      <li>{t(`weigh.${terms.kind}`, { viewers, people: people ?? 0 })}</li>
      {terms.kind === 'hide' || terms.kind === 'limit' ? <li>{t('weigh.administrators')}</li> : null}
      {terms.kind === 'fields' ? <li>{t('weigh.fieldsAdministrators')}</li> : null}
    </ul>
  )
}
