import { contract } from '@hufu/contract'
import type { HandedKind, HoldingView, Occasion } from '@hufu/contract'
import { Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { PickerField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'
import type { HoldingsView } from './holdings.tsx'

type Values = {
  readonly to: readonly Chosen[]
  readonly itemIds?: readonly string[]
  readonly occasion: Occasion
  readonly because: string
}

type Props = {
  readonly view: HoldingsView
  readonly kind: HandedKind
  readonly holding: HoldingView
  readonly onClose: () => void
}

/** Asks somebody to take over what a person holds of one kind, or some of it. */
export function OfferForm({ view, kind, holding, onClose }: Props) {
  const { t } = useTranslation('handover')
  const tell = useTell()
  const { memberId, can } = view
  const free = holding.items.filter(({ offered }) => !offered)
  const send = async ({ to, itemIds = [], occasion, because }: Values): Promise<void> => {
    const [successor] = to
    if (successor === undefined) return
    // Where some wait for an answer already, "all" means those that do not.
    const all = free.length === holding.items.length ? [] : free.map(({ id }) => id)
    const asked = itemIds.length === 0 ? all : [...itemIds]
    const some = asked.length === 0 ? {} : { itemIds: asked }
    const { applied } = await ask(contract.handover.offer, {
      body: { fromId: memberId, toId: successor.id, kind, occasion, because: because.trim(), ...some },
    })
    tell.done(t('offer.sent', { name: successor.name }), applied)
    await readAgain()
  }
  return (
    <FormDrawer<Values>
      title={t('offer.title', { kind: t(`kind.${kind}`) })}
      initial={{ to: [], itemIds: [], occasion: can.inservice.allowed ? 'inservice' : 'departure' }}
      act={t('offer.send')}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t('offer.lead')}</p>
      <Form.Item
        name="to"
        label={t('offer.to')}
        rules={[{ required: true, type: 'array', min: 1, message: t('offer.toNeeded') }]}
      >
        <PickerField what="members" many={false} label={t('offer.to')} without={new Set([memberId])} />
      </Form.Item>
      <Form.Item name="itemIds" label={t('offer.items')}>
        <Select
          mode="multiple"
          allowClear
          placeholder={t('offer.all', { count: holding.count - (holding.items.length - free.length) })}
          showSearch={{ optionFilterProp: 'label' }}
          options={free.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="occasion" label={t('offer.occasion')} rules={[{ required: true }]}>
        <Radio.Group
          options={(['inservice', 'departure'] as const).map((value) => ({
            value,
            label: t(`occasion.${value}`),
            disabled: !can[value].allowed,
          }))}
        />
      </Form.Item>
      <ReasonItem />
    </FormDrawer>
  )
}
