import type { Invitation } from '../../api/contracts';

export function minutesLeft(expiresAt: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 60_000));
}

/** An open invitation expires by itself; nobody tells. */
export function statusNow(
  told: Invitation['status'],
  expiresAt: string,
  now: number,
): Invitation['status'] {
  return told === 'open' && Date.parse(expiresAt) <= now ? 'expired' : told;
}
