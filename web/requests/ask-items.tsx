import { requestNeed } from '@hufu/contract'
import type { Askable } from '@hufu/contract'
import { Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { PickerField } from '../ui/fields.tsx'
import { RiskTag, nameOfModule } from '../ui/permission-name.tsx'
import type { Chosen } from '../ui/picker.ts'
import { whyNot } from '../ui/reason-button.tsx'
import { rightKey } from './ask-values.ts'
import { EvidenceField } from './evidence-field.tsx'

const BECAUSE_MAX = 2000
const ANSWER_MAX = 1000

type FieldProps<Value> = {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

/** What it is for, in a kind and in words, and what shows it: the fields that every request has. */
export function NeedItems() {
  const { t } = useTranslation('asking')
  const { t: words } = useTranslation('requests')
  return (
    <>
      <Form.Item name="need" label={words('need.label')} rules={[{ required: true }]}>
        <Select options={requestNeed.options.map((value) => ({ value, label: words(`need.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="because"
        label={t('because')}
        rules={[{ required: true, whitespace: true, message: t('becauseNeeded') }]}
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={BECAUSE_MAX}
          showCount
          placeholder={t('becausePlace')}
        />
      </Form.Item>
      <Form.Item name="evidence" label={t('evidenceTitle')}>
        <EvidenceField />
      </Form.Item>
    </>
  )
}

/** What the company asks beside the reason. */
export function QuestionItems({ questions }: { readonly questions: Askable['questions'] }) {
  const { t } = useTranslation('asking')
  return questions.map(({ id, words, required }) => (
    <Form.Item
      key={id}
      name={['answers', id]}
      label={words}
      required={required}
      rules={required ? [{ required, whitespace: true, message: t('answerNeeded') }] : []}
    >
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={ANSWER_MAX} />
    </Form.Item>
  ))
}

/** A form's field for whom it is: nobody chosen means oneself. */
export function WhomField({ id, value = [], onChange }: FieldProps<readonly Chosen[]>) {
  const { t } = useTranslation('asking')
  // A person to be chosen is kept as an empty place, so that the choice "somebody else" stays.
  const other = value.length > 0
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('whom')}
        value={other ? 'other' : 'me'}
        options={[
          { value: 'me', label: t('myself') },
          { value: 'other', label: t('someone') },
        ]}
        onChange={(event) => onChange?.(event.target.value === 'me' ? [] : [nobodyYet])}
      />
      {other ? (
        <>
          <PickerField
            what="members"
            many={false}
            label={t('someone')}
            value={value.filter((one) => one.id !== '')}
            onChange={(next) => onChange?.(next.length === 0 ? [nobodyYet] : next)}
          />
          <small className="quiet">{t('someoneHint')}</small>
        </>
      ) : null}
    </div>
  )
}

const nobodyYet: Chosen = { type: 'member', id: '', name: '' }

type RightsProps = FieldProps<readonly string[]> & { readonly askable: readonly Askable[] }

/** A form's field for the rights that may be asked for, by module; those that may not say why. */
export function AskRightsField({ id, value = [], onChange, askable }: RightsProps) {
  const { t } = useTranslation('asking')
  const modules = [...new Set(askable.map(({ module }) => module))]
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      aria-label={t('rights')}
      placeholder={t('rightsPlace')}
      value={[...value]}
      showSearch={{
        filterOption: (input, option) =>
          option !== undefined &&
          'words' in option &&
          String(option.words).includes(input.trim().toLowerCase()),
      }}
      options={modules.map((module) => ({
        label: module === 'role' ? t('roles') : nameOfModule(module),
        options: askable.filter((one) => one.module === module).map((one) => optionOf(one, t('held'))),
      }))}
      onChange={(keys: string[]) => onChange?.(keys)}
    />
  )
}

function optionOf({ right, ask, held }: Askable, heldWord: string) {
  const key = right.type === 'permission' ? right.key : ''
  return {
    value: rightKey(right),
    disabled: !ask.allowed && !held,
    title: ask.allowed ? right.label : whyNot(ask),
    words: `${right.label} ${key}`.toLowerCase(),
    label: (
      <span className="permission-option">
        {right.label} <RiskTag risk={right.risk} />{' '}
        {held ? <small className="quiet">{heldWord}</small> : null}
      </span>
    ),
  }
}
