import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.files

/** Probes of what this room asks. */
export const filesProbes: readonly Probe[] = [
  probe('file.upload', routes.upload, {
    needs: ['chat'],
    params: ({ chat }) => ({ conversationId: chat }),
    query: { name: 'probe.txt' },
    bytes: 'probe',
  }),
  probe('file.download', routes.download, {
    needs: ['file'],
    params: ({ file }) => ({ fileId: file }),
  }),
]
