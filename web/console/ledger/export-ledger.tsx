import { DownloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { VERIFY_PAGE } from '../../data/save.ts'
import { isCancelled } from '../../data/step-up.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'

type Tree = 'authority' | 'activity'
const MEGABYTE = 1_000_000
/** Below this many more bytes the number shown stays: a page need not be drawn for each piece. */
const SHOWN_EACH = MEGABYTE / 4

/** Takes a tree out of the house as a file, with what it is and how it is verified. */
export function ExportLedger({ tree }: { readonly tree: Tree }) {
  const { t } = useTranslation('ledger')
  const may = useMay('audit.export')
  const tell = useTell()
  const [bytes, setBytes] = useState<number | null>(null)
  const take = async (texts: boolean): Promise<void> => {
    setBytes(0)
    const shown = (count: number): void =>
      setBytes((before) => (count - (before ?? 0) < SHOWN_EACH ? before : count))
    const input = { body: { tree, texts } }
    await download(contract.ledger.export, input, `hufu-ledger-${tree}.ndjson`, shown).catch(
      (error: unknown) => (isCancelled(error) ? undefined : tell.problem(error)),
    )
    setBytes(null)
  }
  // The progress stands on the button itself: what was opened by it closes when the password is asked.
  const button = { icon: <DownloadOutlined />, loading: bytes !== null, 'aria-live': 'polite' } as const
  const words =
    bytes === null || bytes === 0
      ? t('export.act')
      : t('export.coming', { megabytes: (bytes / MEGABYTE).toFixed(1) })
  return may.allowed ? (
    <Popover trigger="click" placement="bottomRight" content={<ExportPanel tree={tree} onTake={take} />}>
      <Button {...button}>{words}</Button>
    </Popover>
  ) : (
    <ReasonButton {...button} can={may} permission="audit.export">
      {words}
    </ReasonButton>
  )
}

type PanelProps = { readonly tree: Tree; readonly onTake: (texts: boolean) => Promise<void> }

function ExportPanel({ tree, onTake }: PanelProps) {
  const { t } = useTranslation('ledger')
  const [texts, setTexts] = useState(true)
  return (
    <div className="export-ledger">
      <p>{t('export.what', { tree: t(`trees.${tree}`) })}</p>
      <p>
        <Checkbox checked={texts} onChange={(event) => setTexts(event.target.checked)}>
          {t('export.texts')}
        </Checkbox>
      </p>
      <p className="quiet">
        {t('export.how')}{' '}
        <a href={VERIFY_PAGE} target="_blank" rel="noreferrer">
          {t('export.page')}
        </a>
      </p>
      <p className="quiet">{t('export.told')}</p>
      <Button type="primary" icon={<DownloadOutlined />} onClick={() => void onTake(texts)}>
        {t('export.take')}
      </Button>
    </div>
  )
}
