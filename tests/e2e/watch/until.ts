/** Asks again until the answer is yes. What was waited for, and the last answer, stand in the failure. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number,
  lastSeen: () => string = () => '',
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain until ${what}. ${lastSeen()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
