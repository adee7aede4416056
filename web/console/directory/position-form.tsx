import { contract } from '@hufu/contract'
import type { position } from '@hufu/contract'
import { Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { NameItem } from '../../ui/name-drawer.tsx'
import { useTell } from '../../ui/tell.tsx'

type Position = (typeof position)['_zod']['output']
type Values = { readonly name: string; readonly rank: number | null }
type Props = { readonly position: Position | null; readonly onClose: () => void }

const RANK_MAX = 100

/** A position's name, and its rank where the company has ranks. */
export function PositionForm({ position: before, onClose }: Props) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const send = async ({ name, rank }: Values): Promise<void> => {
    const body = { name: name.trim(), rank }
    const { applied } =
      before === null
        ? await ask(contract.directory.createPosition, { body })
        : await ask(contract.directory.renamePosition, { params: { positionId: before.id }, body })
    tell.done(t(before === null ? 'positions.created' : 'positions.renamed'), applied)
    await readAgain()
  }
  return (
    <FormDrawer<Values>
      title={t(before === null ? 'positions.create' : 'positions.rename')}
      initial={{ name: before?.name ?? '', rank: before?.rank ?? null }}
      onClose={onClose}
      onSend={send}
    >
      <NameItem label={t('positions.name')} />
      <Form.Item name="rank" label={t('positions.rank')} extra={t('positions.rankHint')}>
        <InputNumber min={0} max={RANK_MAX} precision={0} />
      </Form.Item>
    </FormDrawer>
  )
}
