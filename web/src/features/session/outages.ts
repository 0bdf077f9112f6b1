import { signal } from '@preact/signals';
import { onStorage } from '../../api/storage';

/** The server cannot keep anything now. What is written stays here until it can. */
export const isStorageAway = signal(false);
onStorage((isAway) => {
  isStorageAway.value = isAway;
});

/** What happens at other nodes of the server is not heard now; pages read again now and then, and nobody knows who is present. */
export const isDelayed = signal(false);
