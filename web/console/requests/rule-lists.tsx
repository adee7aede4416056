import { QUESTIONS_MAX, STAGES_MAX, stageWho } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRouteWords } from '../../requests/request-words.tsx'
import { PickerField } from '../../ui/fields.tsx'
import type { Chosen } from '../../ui/picker.ts'

const NEEDS_MAX = 5
const HOURS_MAX = 200
const QUESTION_MAX = 120

/** The stages of a rule, one after the other. */
export function StageList() {
  const { t } = useTranslation('flow')
  return (
    <Form.List name="stages">
      {(fields, { add, remove }) => (
        <Form.Item label={t('form.stages')} extra={t('form.stagesHint', { count: STAGES_MAX })}>
          {fields.map(({ key, name }) => (
            <div key={key} className="flow-stage">
              <StageItems name={name} />
              {fields.length === 1 ? null : (
                <Button
                  type="link"
                  size="small"
                  aria-label={t('form.removeStage', { place: name + 1 })}
                  onClick={() => remove(name)}
                >
                  {t('remove')}
                </Button>
              )}
            </div>
          ))}
          {fields.length >= STAGES_MAX ? null : (
            <Button onClick={() => add({ who: 'scoped', needs: 1, hours: 8 })}>{t('form.addStage')}</Button>
          )}
        </Form.Item>
      )}
    </Form.List>
  )
}

function StageItems({ name }: { readonly name: number }) {
  const { t } = useTranslation('flow')
  const route = useRouteWords()
  const who: unknown = Form.useWatch(['stages', name, 'who'])
  const needed = [{ required: true, message: t('form.needed') }]
  return (
    <>
      <Form.Item name={[name, 'who']} label={t('form.who')} rules={needed}>
        <Select options={stageWho.options.map((value) => ({ value, label: route(value) }))} />
      </Form.Item>
      {who === 'members' ? (
        <Form.Item
          name={[name, 'people']}
          label={t('form.people')}
          rules={[
            {
              validator: async (_, value: readonly Chosen[] | undefined) => {
                if ((value ?? []).length === 0) throw new Error(t('form.peopleNeeded'))
              },
            },
          ]}
        >
          <PickerField what="members" label={t('form.people')} />
        </Form.Item>
      ) : null}
      <Form.Item name={[name, 'needs']} label={t('form.needs')} rules={needed}>
        <InputNumber min={1} max={NEEDS_MAX} precision={0} />
      </Form.Item>
      <Form.Item name={[name, 'hours']} label={t('form.hours')} rules={needed}>
        <InputNumber min={1} max={HOURS_MAX} precision={0} />
      </Form.Item>
    </>
  )
}

/** What the company asks beside the reason, in both languages. */
export function QuestionList() {
  const { t } = useTranslation('flow')
  const needed = [{ required: true, whitespace: true, message: t('form.needed') }]
  return (
    <Form.List name="questions">
      {(fields, { add, remove }) => (
        <Form.Item label={t('form.questions')}>
          {fields.map(({ key, name }) => (
            <div key={key} className="flow-question">
              {/* Kept by the form though nobody types it: answers are kept by it. */}
              <Form.Item name={[name, 'id']} hidden>
                <Input />
              </Form.Item>
              <Form.Item name={[name, 'zh']} label={t('form.zh')} rules={needed}>
                <Input maxLength={QUESTION_MAX} />
              </Form.Item>
              <Form.Item name={[name, 'en']} label={t('form.en')} rules={needed}>
                <Input maxLength={QUESTION_MAX} />
              </Form.Item>
              <Form.Item name={[name, 'required']} valuePropName="checked">
                <Checkbox>{t('form.required')}</Checkbox>
              </Form.Item>
              <Button
                type="link"
                size="small"
                aria-label={t('form.removeQuestion', { place: name + 1 })}
                onClick={() => remove(name)}
              >
                {t('remove')}
              </Button>
            </div>
          ))}
          {fields.length >= QUESTIONS_MAX ? null : (
            <Button onClick={() => add({ id: newId(), zh: '', en: '', required: true })}>
              {t('form.addQuestion')}
            </Button>
          )}
        </Form.Item>
      )}
    </Form.List>
  )
}
