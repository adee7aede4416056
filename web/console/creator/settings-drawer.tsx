import { contract, transferConsent } from '@hufu/contract'
import { Form, InputNumber, Radio, Switch } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { useTell } from '../../ui/tell.tsx'
import type { Overview } from './creator-page.tsx'

type Settings = Overview['settings']
type Props = { readonly settings: Settings; readonly onClose: () => void }
const RANK_FIRST = 50
const APPROVALS_MAX = 9

/** What a transfer takes in this company, with how many could become creator by it. */
export function SettingsDrawer({ settings, onClose }: Props) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const send = async ({ rankMin, consent, approvals }: Settings): Promise<void> => {
    await ask(contract.transfers.settings, { body: { rankMin, consent, approvals } })
    tell.done(t('settings.saved'))
    await readAgain()
  }
  return (
    <FormDrawer<Settings>
      title={t('settings.title')}
      initial={settings}
      act={t('settings.save')}
      onClose={onClose}
      onSend={send}
    >
      <Form.Item name="rankMin" label={t('settings.rank')} required>
        <RankField />
      </Form.Item>
      <Form.Item name="consent" label={t('settings.consent')} required>
        <ConsentField />
      </Form.Item>
      <Form.Item<Settings> noStyle dependencies={['consent']}>
        {({ getFieldValue }) => (
          // Kept also while another way is chosen, so that going back finds the number as it was.
          <Form.Item
            name="approvals"
            label={t('settings.approvals')}
            hidden={getFieldValue('consent') !== 'approvals'}
          >
            <InputNumber min={1} max={APPROVALS_MAX} precision={0} />
          </Form.Item>
        )}
      </Form.Item>
    </FormDrawer>
  )
}

type FieldProps<Value> = {
  readonly id?: string
  readonly value?: Value
  readonly onChange?: (value: Value) => void
}

function RankField({ id, value = null, onChange }: FieldProps<number | null>) {
  const { t } = useTranslation('creator')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <label className="creator-switch">
        <Switch
          checked={value === null}
          onChange={(any) => onChange?.(any ? null : RANK_FIRST)}
          aria-label={t('settings.rankAny')}
        />
        {t('settings.rankAny')}
      </label>
      {value === null ? null : (
        <InputNumber
          aria-label={t('settings.rankLabel')}
          min={0}
          max={100}
          precision={0}
          value={value}
          onChange={(rank) => onChange?.(rank ?? 0)}
        />
      )}
      {value === null ? null : <small className="quiet">{t('settings.rankLabel')}</small>}
      <Eligible rank={value} />
    </div>
  )
}

/** How many could become creator with this rank, before anything is saved. */
function Eligible({ rank }: { readonly rank: number | null }) {
  const { t } = useTranslation('creator')
  const asked = useDeferredValue(rank)
  const read = useAsk(
    contract.transfers.successors,
    { query: { eligible: true, limit: 1, rankMin: asked ?? 'any' } },
    { keep: true },
  )
  const count = read.data?.total
  return (
    <p className="quiet" role="status">
      {count === undefined
        ? t('settings.counting')
        : count === 0
          ? t('settings.nobody')
          : t('settings.eligible', { count })}
    </p>
  )
}

function ConsentField({ id, value = 'none', onChange }: FieldProps<Settings['consent']>) {
  const { t } = useTranslation('creator')
  return (
    <Radio.Group
      {...(id === undefined ? {} : { id })}
      className="creator-choices"
      value={value}
      onChange={(event) => onChange?.(transferConsent.parse(event.target.value))}
    >
      {transferConsent.options.map((way) => (
        <Radio key={way} value={way}>
          <strong>{t(`settings.consentChoice.${way}`)}</strong>
          <small className="quiet">{t(`settings.consentHint.${way}`)}</small>
        </Radio>
      ))}
    </Radio.Group>
  )
}
