import { keptSwitch } from '../../shared/kept-switch.ts';

/** Of this browser: somebody who wants each act sent at once switches it off. */
export const { isOn: mayTakeBack, set: setTakeBack, useIsOn: useTakeBack } = keptSwitch('yiwang.takeBack');
