/** Only an address of this page leads back after signing in; anything else could lead astray. */
export function ownAddress(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/'
}
