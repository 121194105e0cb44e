import { createContext, useContext } from 'react';
import type { Me } from './session.ts';

export const MeContext = createContext<Me | undefined>(undefined);

/** The person at the desk. */
export const useOwner = (): Me => {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('nobody is at the desk');
  return me;
};
