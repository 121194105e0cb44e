import { setPriority } from 'node:os';
import { type AttackOrder, attack } from './attack.ts';

/**
 * The attacker in a process of its own: what it computes must not delay the devices whose acknowledgements are measured, so it
 * also gives way to everybody else on the machine.
 */
setPriority(10);
process.on('message', (order: AttackOrder) => {
  attack(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.send?.({ error: String(error) });
    },
  );
});
process.on('disconnect', () => process.exit(0));
