const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** True for what the system says when no more bytes fit. */
export function isStorageFull(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && fullCodes.has(error.code)
  )
}
