import { Checkbox, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { PickerField, PositionField } from '../../ui/fields.tsx'

/** Where somebody works, as what, and whether they head it: the first place of somebody new, and any other. */
export function AppointmentFields() {
  const { t } = useTranslation('directory')
  return (
    <>
      <Form.Item
        name="department"
        label={t('member.department')}
        rules={[{ required: true, type: 'array', min: 1, message: t('member.needDepartment') }]}
      >
        <PickerField what="departments" many={false} label={t('member.department')} />
      </Form.Item>
      <Form.Item name="positionId" label={t('member.position')}>
        <PositionField />
      </Form.Item>
      <Form.Item name="head" valuePropName="checked">
        <Checkbox>{t('member.isHead')}</Checkbox>
      </Form.Item>
    </>
  )
}
