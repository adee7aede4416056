import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { FromField, UntilField } from './terms-field.tsx'

type Props = {
  /** Days after which what was chosen in the form should end; null is without end. Left out, nothing is suggested. */
  readonly suggestedFor?: (valueOf: (field: string) => unknown) => readonly (number | null)[]
}

/** When something begins and when it ends by itself: the fields `from` and `until` of a form. */
export function TermItems({ suggestedFor }: Props) {
  const { t } = useTranslation('authority')
  return (
    <>
      <Form.Item name="from" required label={t('terms.from')}>
        <FromField />
      </Form.Item>
      <Form.Item shouldUpdate noStyle>
        {({ getFieldValue }) => {
          // Written by the field above.
          const from = (getFieldValue('from') as string | null | undefined) ?? null
          return (
            <Form.Item
              name="until"
              required
              label={t('terms.until')}
              extra={t('terms.untilHint')}
              dependencies={['from']}
              rules={[
                {
                  validator: (_, until: string | null | undefined) =>
                    isAfter(until, from)
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('terms.backwards'))),
                },
              ]}
            >
              <UntilField from={from} suggested={suggestedFor?.((field) => getFieldValue(field)) ?? []} />
            </Form.Item>
          )
        }}
      </Form.Item>
    </>
  )
}

/** Instants in ISO-8601 UTC stand in the order of their texts. */
const isAfter = (until: string | null | undefined, from: string | null): boolean =>
  until === null || until === undefined || from === null || until > from
