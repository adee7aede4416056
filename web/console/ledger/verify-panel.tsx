import { SafetyCertificateOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Verification } from '@hufu/contract'
import { Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk, useWrite } from '../../data/queries.ts'
import { Seal } from '../../ui/seal.tsx'
import { Refused } from '../../ui/form-drawer.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { ExportLedger } from './export-ledger.tsx'
import { Growth } from './growth.tsx'

type Tree = 'authority' | 'activity'

/** Verifies the ledger here and now, and shows the newest signed checkpoint. */
export function VerifyPanel({ tree }: { readonly tree: Tree }) {
  const { t } = useTranslation('ledger')
  const verify = useWrite(contract.ledger.verify, { quiet: true })
  return (
    <section className="sheet verify" aria-label={t('verify')}>
      <span className="verify-seal" aria-hidden>
        <Seal size={36} />
      </span>
      <div className="verify-result" role="status" aria-live="polite">
        {verify.isPending ? t('verifying') : null}
        {verify.isError ? <Refused error={verify.error} /> : null}
        {verify.data === undefined || verify.isPending ? null : <Result result={verify.data} />}
        {verify.isIdle ? <span className="quiet">{t('checkpointLead')}</span> : null}
        <Growth key={tree} tree={tree} />
      </div>
      <Popover trigger="click" placement="bottomRight" content={<Checkpoint tree={tree} />}>
        <Button>{t('checkpoint')}</Button>
      </Popover>
      <ExportLedger tree={tree} />
      <Button
        type="primary"
        icon={<SafetyCertificateOutlined />}
        loading={verify.isPending}
        onClick={() => verify.mutate({ body: {} })}
      >
        {t('verify')}
      </Button>
    </section>
  )
}

function Result({ result }: { readonly result: Verification }) {
  const { t } = useTranslation('ledger')
  return (
    <div className={result.ok ? 'verified' : 'broken'}>
      <strong>{result.ok ? t('verified') : t('broken', { count: result.findings.length })}</strong>
      <ul>
        {result.trees.map(({ tree, size, checkpoint, ok }) => (
          <li key={tree}>
            <span className={ok ? 'tag tag-good' : 'tag tag-broken'}>{t(ok ? 'untouched' : 'touched')}</span>{' '}
            {t(`trees.${tree}`)} · {t('sizes', { size, checkpoint })}
          </li>
        ))}
        {result.findings.map(({ tree, index, code, words }) => (
          <li key={`${tree}${index ?? ''}${code}${words}`}>
            {index === null ? null : `${t('at', { index })} · `}
            {words} <code className="key">{code}</code>
          </li>
        ))}
      </ul>
      <small className="quiet">{t('tookMs', { ms: Math.round(result.tookMs) })}</small>
    </div>
  )
}

function Checkpoint({ tree }: { readonly tree: Tree }) {
  const { t } = useTranslation('ledger')
  const read = useAsk(contract.ledger.checkpoint, { query: { tree } })
  return (
    <div className="checkpoint">
      <Shown read={read}>
        {({ size, root, note, signedAt }) => (
          <Facts
            facts={[
              { key: 'size', label: t('size'), value: <span className="number">{size}</span> },
              { key: 'signed', label: t('signedAt'), value: <Time at={signedAt} /> },
              { key: 'root', label: t('root'), value: <CopyText text={root} label={t('root')} /> },
              {
                key: 'note',
                label: t('note'),
                value: <pre className="raw">{note}</pre>,
              },
            ]}
          />
        )}
      </Shown>
    </div>
  )
}
