import type { Flow, FlowRule, FlowView } from '@hufu/contract'
import { Form, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { RightField } from '../../rights/right-field.tsx'
import type { RightChoice } from '../../rights/right-field.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { useRuleName } from './flow-table.tsx'
import { ruleOf, valuesOfRule, whoseKey } from './flow-values.ts'
import type { RuleValues, Whose } from './flow-values.ts'
import { QuestionList, StageList } from './rule-lists.tsx'

const DAYS_MAX = 3650

type Props = {
  readonly flow: Flow
  /** Empty: a right that is still to be chosen. */
  readonly whose: Whose
  readonly people: FlowView['people']
  readonly onClose: () => void
  readonly onDone: (rule: FlowRule) => void
}
type Values = RuleValues & { readonly chosen: RightChoice }

/** One rule of the flow: whether it can be asked for, who decides in which order, how long, and what else is asked. */
export function RuleDrawer({ flow, whose, people, onClose, onDone }: Props) {
  const { t } = useTranslation('flow')
  const nameOf = useRuleName()
  const fresh = whose.risk === undefined && whose.right === undefined
  const known = flow.rules.find((rule) => whoseKey(rule) === whoseKey(whose)) ?? flow.rules[0]
  if (known === undefined) return null
  const done = async ({ chosen, ...values }: Values): Promise<void> => {
    const right = fresh ? rightOf(chosen) : whose.right
    onDone(ruleOf(right === undefined ? { risk: whose.risk } : { right }, values))
  }
  return (
    <FormDrawer<Values>
      title={fresh ? t('add') : t('editOf', { name: nameOf(whose) })}
      act={t('form.done')}
      width={560}
      initial={{ chosen: { type: 'permission', key: null }, ...valuesOfRule(known, people) }}
      onClose={onClose}
      onSend={done}
    >
      {fresh ? <RightItem /> : null}
      <Form.Item name="requestable" label={t('form.requestable')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <StageList />
      <Form.Item name="maxDays" label={t('form.maxDays')}>
        <InputNumber min={1} max={DAYS_MAX} precision={0} />
      </Form.Item>
      <Form.Item name="capDays" label={t('form.capDays')}>
        <InputNumber min={1} max={DAYS_MAX} precision={0} />
      </Form.Item>
      <QuestionList />
    </FormDrawer>
  )
}

function RightItem() {
  const { t } = useTranslation('flow')
  return (
    <Form.Item
      name="chosen"
      label={t('form.right')}
      required
      rules={[
        {
          validator: async (_, chosen: RightChoice) => {
            if (rightOf(chosen) === undefined) throw new Error(t('form.rightNeeded'))
          },
        },
      ]}
    >
      <RightField />
    </Form.Item>
  )
}

/** What was chosen as a right; undefined while nothing is. */
function rightOf(chosen: RightChoice): Whose['right'] {
  if (chosen.type === 'role') return chosen.id === null ? undefined : { type: 'role', id: chosen.id }
  return chosen.key === null ? undefined : { type: 'permission', key: chosen.key }
}
