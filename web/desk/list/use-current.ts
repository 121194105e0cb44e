import { useCallback, useMemo, useState } from 'react';

/** The current row of a list. The list keeps its place: where the current row has left it, the one that follows is current. */
export const useCurrent = (ids: readonly string[]) => {
  const [chosenId, setChosen] = useState<string>();
  const [place, setPlace] = useState(0);
  const isThere = useMemo(() => chosenId !== undefined && ids.includes(chosenId), [chosenId, ids]);
  const onCurrent = useCallback(
    (id: string) => {
      setChosen(id);
      setPlace(ids.indexOf(id));
    },
    [ids],
  );
  return { currentId: isThere ? chosenId : ids[Math.min(place, ids.length - 1)], onCurrent };
};
