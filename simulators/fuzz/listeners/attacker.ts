import { setPriority } from 'node:os';
import { type AttackOrder, attack } from './attack.ts';

/**
 * The attacker in a separate process: its computations must not delay the devices whose acknowledgements are measured, so it
 * also runs at a lower priority than everything else on the machine.
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
