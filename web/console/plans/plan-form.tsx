import { PLAN_PEOPLE_MAX, planWhat } from '@hufu/contract'
import type { contract, MemberCard, PlanWhat } from '@hufu/contract'
import { Button, DatePicker, Form, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { InputOf } from '../../data/shapes.ts'
import { fitsPermission, permissionOptions } from '../../rights/right-field.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { PickerField } from '../../ui/fields.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useReasonKinds } from '../revocations/revocation-words.tsx'
import { readPeople } from './people-list.ts'

/** What is sent once it was looked at. */
export type PlanBody = InputOf<typeof contract.plans.make>['body']

type Values = {
  readonly people: readonly Chosen[]
  readonly list: string
  readonly what: PlanWhat
  readonly permissions: 'all' | readonly string[]
  /** ISO-8601 UTC; null is at once. */
  readonly due: string | null
  readonly reason: PlanBody['reason']
  readonly because: string
}

/** Grants end from the page of grants, and moves are reviewed by whatever moves people; a plan made here names people. */
const offered = planWhat.exclude(['grants', 'move'])

/** What the form begins with: an address may name a person, or a file with a list of people, and what is planned for them. */
export function firstValues(what: string | undefined, member: MemberCard | null, list = ''): Partial<Values> {
  const known = offered.options.find((each) => each === what) ?? 'departure'
  return {
    people:
      member === null
        ? []
        : [
            {
              type: 'member',
              id: member.id,
              name: member.name,
              hint: member.appointments[0]?.departmentName ?? '',
            },
          ],
    list,
    what: known,
    permissions: 'all',
    due: null,
    reason: known === 'departure' ? 'leave' : 'other',
  }
}

/** What was typed, as the contract takes it. */
const bodyOf = ({ people, list, what, permissions, due, reason, because }: Values): PlanBody => ({
  what,
  people: [...people.map(({ id }) => ({ who: id })), ...readPeople(list).people],
  ...(what === 'rights' ? { permissions: permissions === 'all' ? permissions : [...permissions] } : {}),
  ...(due === null ? {} : { due }),
  reason,
  because: because.trim(),
})

type Props = { readonly first: Partial<Values>; readonly onLook: (body: PlanBody) => void }

/** Whom it is about, what they lose, when, and why. */
export function PlanForm({ first, onLook }: Props) {
  const { t } = useTranslation('plans')
  const kinds = useReasonKinds()
  const [form] = Form.useForm<Values>()
  const what = Form.useWatch('what', form) ?? first.what
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="sheet sheet-pad"
      initialValues={first}
      scrollToFirstError
      onFinish={(values) => onLook(bodyOf(values))}
    >
      <PeopleItems />
      <Form.Item name="what" label={t('form.what')} required>
        <Radio.Group options={offered.options.map((value) => ({ value, label: t(`whats.${value}`) }))} />
      </Form.Item>
      {what === 'rights' ? (
        <Form.Item
          name="permissions"
          label={t('form.rights')}
          rules={[
            {
              validator: async (_, keys: Values['permissions']) => {
                if (keys.length === 0) throw new Error(t('form.rightsNeeded'))
              },
            },
          ]}
        >
          <RightsToTake />
        </Form.Item>
      ) : null}
      <Form.Item name="due" label={t('form.when')} required extra={t('form.whenHint')}>
        <DueField />
      </Form.Item>
      <Form.Item name="reason" label={t('form.kind')} rules={[{ required: true }]}>
        <Select options={kinds} />
      </Form.Item>
      <ReasonItem />
      <div className="page-acts">
        <Button type="primary" htmlType="submit">
          {t('form.look')}
        </Button>
      </div>
    </Form>
  )
}

function PeopleItems() {
  const { t } = useTranslation('plans')
  const form = Form.useFormInstance<Values>()
  const check = async (_: unknown, list: string): Promise<void> => {
    const { people, bad } = readPeople(list)
    const [first] = bad
    if (first !== undefined) throw new Error(t('form.badDay', first))
    const chosen: unknown = form.getFieldValue('people')
    const count = people.length + (Array.isArray(chosen) ? chosen.length : 0)
    if (count === 0) throw new Error(t('form.nobody'))
    if (count > PLAN_PEOPLE_MAX) throw new Error(t('form.tooMany', { count: PLAN_PEOPLE_MAX }))
  }
  return (
    <>
      <Form.Item name="people" label={t('form.people')}>
        <PickerField what="members" label={t('form.people')} />
      </Form.Item>
      <Form.Item
        name="list"
        label={t('form.list')}
        extra={t('form.listHint')}
        dependencies={['people']}
        rules={[{ validator: check }]}
        validateTrigger="onBlur"
      >
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 12 }}
          placeholder={t('form.listPlace')}
          spellCheck={false}
        />
      </Form.Item>
    </>
  )
}

type FieldProps<Value> = {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

function RightsToTake({ id, value = 'all', onChange }: FieldProps<Values['permissions']>) {
  const { t } = useTranslation('plans')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('form.rights')}
        value={value === 'all' ? 'all' : 'some'}
        options={[
          { value: 'all', label: t('form.allRights') },
          { value: 'some', label: t('form.someRights') },
        ]}
        onChange={(event) => onChange?.(event.target.value === 'all' ? 'all' : [])}
      />
      {value === 'all' ? null : (
        <Select
          mode="multiple"
          aria-label={t('form.someRights')}
          value={[...value]}
          showSearch={{
            filterOption: (input, option) =>
              option !== undefined && 'value' in option && fitsPermission(String(option.value), input),
          }}
          options={permissionOptions({ administration: false })}
          onChange={(keys) => onChange?.(keys)}
        />
      )}
    </div>
  )
}

/** The hour at which a working day ends, proposed first. */
const EVENING = 18

function DueField({ id, value = null, onChange }: FieldProps<string | null>) {
  const { t } = useTranslation('plans')
  const evening = (): string => dayjs().add(1, 'day').hour(EVENING).startOf('hour').toISOString()
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('form.when')}
        value={value === null ? 'now' : 'later'}
        options={[
          { value: 'now', label: t('form.now') },
          { value: 'later', label: t('form.later') },
        ]}
        onChange={(event) => onChange?.(event.target.value === 'now' ? null : evening())}
      />
      {value === null ? null : (
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('form.date')}
          allowClear={false}
          value={dayjs(value)}
          minDate={dayjs()}
          onChange={(date) => onChange?.(date === null ? null : date.toISOString())}
        />
      )}
    </div>
  )
}
