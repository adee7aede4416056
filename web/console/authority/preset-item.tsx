import { builtInRoles, grantable } from '@hufu/authority'
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { locale } from '../../words/locale.ts'

const presets = builtInRoles.filter(({ subject }) => subject === 'administrator')

/** Starts the choice of permissions from one of the templates for administrators. */
export function PresetItem({ may }: { readonly may: (key: string) => boolean }) {
  const { t } = useTranslation('authority')
  const form = Form.useFormInstance()
  const start = (slug: string | undefined): void => {
    const preset = presets.find((each) => each.slug === slug)
    if (preset === undefined) return
    form.setFieldValue(
      'permissions',
      grantable(preset.permissions).filter((key) => may(key)),
    )
    if (preset.scope === 'workspace' || preset.scope === 'own-department')
      form.setFieldValue('scope', { type: preset.scope })
  }
  return (
    <Form.Item label={t('administrators.preset')} required>
      <Select
        allowClear
        aria-label={t('administrators.preset')}
        placeholder={t('administrators.presetNone')}
        options={presets.map(({ slug, zh, en }) => ({ value: slug, label: locale() === 'zh-CN' ? zh : en }))}
        onChange={start}
      />
    </Form.Item>
  )
}
